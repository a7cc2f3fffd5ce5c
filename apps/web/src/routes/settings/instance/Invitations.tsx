import type { Invitation, RegistrationMode } from '@alles/accounts/contract'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { fullTime } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useLoaded } from '../use-loaded.ts'
import type { InstanceApi } from './Instance.tsx'
import { InvitationDialog } from './InvitationDialog.tsx'

interface InvitationsProps {
  readonly api: InstanceApi
  /** Null until it is known. */
  readonly mode: RegistrationMode | null
}

/** Invitations to this instance that can still be used. */
export function Invitations({ api, mode }: InvitationsProps) {
  const [load] = useState(() => async () => (await api.listInvitations({})).invitations)
  const loaded = useLoaded(load)
  const [invitations, setInvitations] = useState<readonly Invitation[] | null>(null)
  const [making, setMaking] = useState(false)
  useEffect(() => {
    if (loaded.kind === 'loaded') setInvitations(loaded.value)
  }, [loaded])
  return (
    <Section
      title={<Trans>Invitations</Trans>}
      lead={
        mode === 'invite' || mode === null ? (
          <Trans>Whoever has one can open an account.</Trans>
        ) : (
          <Trans>They are asked for once you choose that only invited people may join.</Trans>
        )
      }
    >
      {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
      {invitations === null && loaded.kind !== 'failed' ? <Skeleton height={66} /> : null}
      {invitations?.length === 0 ? (
        <p className={styles.lead}>
          <Trans>There are none that can be used.</Trans>
        </p>
      ) : null}
      {invitations === null || invitations.length === 0 ? null : (
        <ul className={styles.list}>
          {invitations.map((one) => (
            <InvitationItem
              key={one.id}
              api={api}
              invitation={one}
              onGone={() => setInvitations(invitations.filter((other) => other.id !== one.id))}
            />
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button onClick={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" />
          <Trans>Make an invitation</Trans>
        </Button>
      </div>
      {making ? (
        <InvitationDialog
          api={api}
          onMade={(made) => {
            setInvitations([made, ...(invitations ?? [])])
            setMaking(false)
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </Section>
  )
}

interface InvitationItemProps {
  readonly api: InstanceApi
  readonly invitation: Invitation
  readonly onGone: () => void
}

function InvitationItem({ api, invitation, onGone }: InvitationItemProps) {
  const { t, i18n } = useLingui()
  const attempt = useAttempt()
  const { id, code, note, uses_left } = invitation
  const until = fullTime(i18n.locale, Date.parse(invitation.expires_at))
  return (
    <li className={styles.item}>
      <div>
        <b dir="auto">{note ?? code}</b>
        <small>
          {plural(uses_left, { one: 'For # more person', other: 'For # more people' })}
          {' · '}
          <Trans>until {until}</Trans>
        </small>
      </div>
      <div className={styles.buttons}>
        <CopyButton
          text={`${window.location.origin}/register?invitation=${encodeURIComponent(code)}`}
          label={t`Copy the link of the invitation ${note ?? code}`}
        />
        <Button
          aria-label={t`Take back the invitation ${note ?? code}`}
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await api.deleteInvitation({ id })
              onGone()
            })
          }
        >
          <Trans>Take back</Trans>
        </Button>
      </div>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
    </li>
  )
}
