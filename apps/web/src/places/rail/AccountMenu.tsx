import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Keyboard, LogOut, Plus, Settings, UserRound } from 'lucide-react'
import { useClient, useClientState, useTabState } from '../../client/client-context.ts'
import { switchFace } from '../../client/faces.ts'
import { signOut } from '../../client/session.ts'
import { AccountRing, nameOfAccount, type RingAccount } from '../../ui/Avatar.tsx'
import { LazyMenuButton } from '../../ui/LazyMenuButton.tsx'
import type { MenuEntry } from '../../ui/MenuButton.tsx'
import { useDialogs } from '../frame/dialogs-context.ts'
import styles from './Rail.module.css'

const icon = { size: 16, 'aria-hidden': true } as const

/** The account that acts, with its ring; the others of the same person, and what belongs to them. */
export function AccountMenu() {
  const { t } = useLingui()
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  const faces = useFaceEntries()
  const ways = useWays()
  if (account === null) return null
  const name = nameOfAccount(account)
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
      entries={[...faces, ...ways]}
    >
      <AccountRing account={account} />
    </LazyMenuButton>
  )
}

/** One entry for each account, the one that acts first. */
function useFaceEntries(): MenuEntry[] {
  const client = useClient()
  const accounts = useTabState((state) => state.accounts)
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  if (account === null) return []
  const others = accounts.filter((one) => one.id !== account.id)
  return [account, ...others].map((one) => ({
    id: `face-${one.id}`,
    label: `${nameOfAccount(one)} @${one.username}`,
    content: <FaceLine account={one} />,
    icon: <AccountRing account={one} size="small" />,
    chosen: one.id === account.id,
    onAction: () => void switchFace(client, one.id),
  }))
}

function FaceLine({ account }: { readonly account: RingAccount }) {
  return (
    <span className={styles.faceLine}>
      <b>{nameOfAccount(account)}</b>
      <small>@{account.username}</small>
    </span>
  )
}

/** What else there is to do from here. */
function useWays(): MenuEntry[] {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const dialogs = useDialogs()
  return [
    {
      id: 'add',
      label: t`Add an account`,
      icon: <Plus {...icon} />,
      onAction: () => dialogs.open({ kind: 'add-account' }),
    },
    {
      id: 'profile',
      label: t`Profile`,
      icon: <UserRound {...icon} />,
      apart: true,
      onAction: () => void navigate({ to: '/settings/profile' }),
    },
    {
      id: 'settings',
      label: t`Settings`,
      icon: <Settings {...icon} />,
      onAction: () => void navigate({ to: '/settings/accounts' }),
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
  ]
}
