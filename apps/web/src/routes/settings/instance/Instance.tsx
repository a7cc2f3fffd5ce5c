import type { RegistrationRules } from '@alles/accounts/contract'
import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { createInstanceApi } from '../../../api/accounts-clients.ts'
import { useClient, useClientState } from '../../../client/client-context.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useLoaded } from '../use-loaded.ts'
import { Applicants } from './Applicants.tsx'
import { Invitations } from './Invitations.tsx'
import { RegistrationChoice } from './RegistrationChoice.tsx'

export type InstanceApi = ReturnType<typeof createInstanceApi>

/** Who may open an account here; for administrators. */
export function Instance() {
  const administrator = useClientState(({ session }) => session.kind === 'signed-in' && session.administrator)
  if (administrator) return <Rules />
  return (
    <Section title={<Trans>Who may join</Trans>}>
      <p className={styles.lead}>
        <Trans>Only administrators of this server decide this.</Trans>
      </p>
    </Section>
  )
}

function Rules() {
  const client = useClient()
  const [api] = useState(() => createInstanceApi(client.api.transport))
  const [load] = useState(() => () => api.getRegistrationRules({}))
  const loaded = useLoaded(load)
  const [rules, setRules] = useState<RegistrationRules | null>(null)
  useEffect(() => {
    if (loaded.kind === 'loaded') setRules(loaded.value)
  }, [loaded])
  return (
    <>
      <Section
        title={<Trans>Who may join</Trans>}
        lead={<Trans>It counts from now on. Whoever has an account keeps it.</Trans>}
      >
        {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
        {rules === null && loaded.kind !== 'failed' ? <Skeleton height={260} /> : null}
        {rules === null ? null : <RegistrationChoice api={api} rules={rules} onChange={setRules} />}
      </Section>
      <Applicants api={api} />
      <Invitations api={api} mode={rules?.mode ?? null} />
    </>
  )
}
