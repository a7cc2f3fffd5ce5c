import { Trans } from '@lingui/react/macro'
import { useCallback, useEffect, useState } from 'react'
import { createSecurityApi, type SecurityApi } from '../../../api/accounts-clients.ts'
import { useClient } from '../../../client/client-context.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import { useFresh, type Fresh } from '../use-fresh.tsx'
import { useLoaded } from '../use-loaded.ts'
import { Passkeys } from './Passkeys.tsx'
import { Password } from './Password.tsx'
import { CodesDialog, RecoveryCodes } from './RecoveryCodes.tsx'
import { SecureAccount } from './SecureAccount.tsx'
import { SessionList } from './SessionList.tsx'
import { Totp } from './Totp.tsx'

export type SecurityState = Awaited<ReturnType<SecurityApi['getSecurity']>>

/** What the sections of this page work with. */
export interface SecurityPart {
  readonly api: SecurityApi
  readonly security: SecurityState
  readonly fresh: Fresh
  /** Reads anew how things stand. */
  readonly renew: () => Promise<void>
  /** Shows recovery codes, this once. */
  readonly showCodes: (codes: readonly string[] | null) => void
}

/** How a person proves who they are, and where they are signed in. */
export function Security() {
  const client = useClient()
  const [api] = useState(() => createSecurityApi(client.api.transport))
  const [load] = useState(() => () => api.getSecurity({}))
  const loaded = useLoaded(load)
  const [security, setSecurity] = useState<SecurityState | null>(null)
  const [codes, showCodes] = useState<readonly string[] | null>(null)
  // Sessions are listed anew after what ends them.
  const [round, setRound] = useState(0)
  const fresh = useFresh()
  useEffect(() => {
    if (loaded.kind === 'loaded') setSecurity(loaded.value)
  }, [loaded])
  const renew = useCallback(async () => setSecurity(await api.getSecurity({})), [api])

  if (loaded.kind === 'failed') return <LoadFault sentence={loaded.sentence} again={loaded.again} />
  if (security === null) return <Waiting />
  const part: SecurityPart = { api, security, fresh, renew, showCodes }
  return (
    <>
      {fresh.dialog}
      {codes === null ? null : <CodesDialog codes={codes} onClose={() => showCodes(null)} />}
      <Password {...part} onChanged={() => setRound((count) => count + 1)} />
      <Passkeys {...part} />
      <Totp {...part} />
      <RecoveryCodes {...part} />
      <SessionList key={round} api={api} />
      <SecureAccount {...part} onSecured={() => setRound((count) => count + 1)} />
    </>
  )
}

function Waiting() {
  return (
    <Section title={<Trans>Sign-in and security</Trans>}>
      {[62, 120, 62, 120].map((height, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- they never move
        <Skeleton key={place} height={height} />
      ))}
    </Section>
  )
}
