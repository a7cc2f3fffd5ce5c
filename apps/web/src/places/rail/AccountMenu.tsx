import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, ShieldCheck, UserRound } from 'lucide-react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { signOut } from '../../client/session.ts'
import { AccountRing } from '../../ui/Avatar.tsx'
import { LazyMenuButton } from '../../ui/LazyMenuButton.tsx'
import { useDialogs } from '../frame/dialogs-context.ts'
import styles from './Rail.module.css'

/** The account that acts, with its ring, and what belongs to it. */
export function AccountMenu() {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const dialogs = useDialogs()
  const session = useClientState((state) => state.session)
  if (session.kind !== 'signed-in') return null
  const { account } = session
  const name = account.display_name ?? account.username
  const icon = { size: 16, 'aria-hidden': true } as const
  return (
    <LazyMenuButton
      label={t`Acting as ${name}`}
      className={styles.account}
      placement="right bottom"
      head={
        <Trans>
          You act as <b>{name}</b>
        </Trans>
      }
      entries={[
        {
          id: 'profile',
          label: t`Profile`,
          icon: <UserRound {...icon} />,
          onAction: () => void navigate({ to: '/settings/profile' }),
        },
        {
          id: 'privacy',
          label: t`Privacy`,
          icon: <ShieldCheck {...icon} />,
          onAction: () => void navigate({ to: '/settings/privacy' }),
        },
        {
          id: 'keys',
          label: t`All keys`,
          icon: <Keyboard {...icon} />,
          onAction: () => dialogs.open({ kind: 'keys' }),
        },
        {
          id: 'sign-out',
          label: t`Sign out`,
          icon: <LogOut {...icon} />,
          apart: true,
          onAction: () => void signOut(client),
        },
      ]}
    >
      <AccountRing name={name} />
    </LazyMenuButton>
  )
}
