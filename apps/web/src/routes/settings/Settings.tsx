import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Outlet } from '@tanstack/react-router'
import {
  AtSign,
  Building2,
  KeyRound,
  Languages,
  LogOut,
  Mail,
  Plug,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { signOut } from '../../client/session.ts'
import { ContentHead } from '../../places/content/ContentHead.tsx'
import contentStyles from '../../places/content/Content.module.css'
import { Sidebar } from '../../places/sidebar/Sidebar.tsx'
import { nameOfAccount } from '../../ui/Avatar.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Settings.module.css'

const icon = { size: 16, 'aria-hidden': true } as const

/** Around the pages of the settings: the list of them. */
export function Settings() {
  const { t } = useLingui()
  return (
    <>
      <Sidebar label={t`Settings`} head={<Trans>Settings</Trans>}>
        <nav className={styles.nav} aria-label={t`Settings`}>
          <ThisAccount />
          <You />
          <Administration />
          <SignOut />
        </nav>
      </Sidebar>
      <main className={contentStyles.content}>
        <ContentHead title={t`Settings`} />
        <div className={styles.scroll}>
          <div className={styles.page}>
            <Outlet />
          </div>
        </div>
      </main>
    </>
  )
}

interface GroupProps {
  readonly name: ReactNode
  readonly children: ReactNode
}

function Group({ name, children }: GroupProps) {
  return (
    <section className={styles.group}>
      <h2 className={styles.groupName}>{name}</h2>
      {children}
    </section>
  )
}

/** What belongs to the account that acts, and to no other of the same person. */
function ThisAccount() {
  const name = useClientState(({ session }) =>
    session.kind === 'signed-in' ? nameOfAccount(session.account) : '',
  )
  return (
    <Group name={<Trans>This account: {name}</Trans>}>
      <Link to="/settings/profile" className={styles.link}>
        <UserRound {...icon} />
        <Trans>Profile</Trans>
      </Link>
      <Link to="/settings/username" className={styles.link}>
        <AtSign {...icon} />
        <Trans>Username</Trans>
      </Link>
      <Link to="/settings/privacy" className={styles.link}>
        <ShieldCheck {...icon} />
        <Trans>Privacy</Trans>
      </Link>
      <Link to="/settings/connections" className={styles.link}>
        <Plug {...icon} />
        <Trans>Connected applications</Trans>
      </Link>
    </Group>
  )
}

/** What belongs to the person, whichever account acts. */
function You() {
  return (
    <Group name={<Trans>You</Trans>}>
      <Link to="/settings/accounts" className={styles.link}>
        <UsersRound {...icon} />
        <Trans>Accounts</Trans>
      </Link>
      <Link to="/settings/security" className={styles.link}>
        <KeyRound {...icon} />
        <Trans>Sign-in and security</Trans>
      </Link>
      <Link to="/settings/email" className={styles.link}>
        <Mail {...icon} />
        <Trans>E-mail</Trans>
      </Link>
      <Link to="/settings/language" className={styles.link}>
        <Languages {...icon} />
        <Trans>Language</Trans>
      </Link>
    </Group>
  )
}

function Administration() {
  const administrator = useClientState(({ session }) => session.kind === 'signed-in' && session.administrator)
  if (!administrator) return null
  return (
    <Group name={<Trans>Administration</Trans>}>
      <Link to="/settings/instance" className={styles.link}>
        <Building2 {...icon} />
        <Trans>Who may join</Trans>
      </Link>
    </Group>
  )
}

function SignOut() {
  const client = useClient()
  const attempt = useAttempt()
  return (
    <div className={styles.group}>
      <button type="button" className={styles.link} onClick={() => attempt.run(() => signOut(client))}>
        <LogOut {...icon} />
        <Trans>Sign out</Trans>
      </button>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
    </div>
  )
}
