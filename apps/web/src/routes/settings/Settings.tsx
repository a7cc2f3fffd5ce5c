import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Outlet } from '@tanstack/react-router'
import { LogOut, ShieldCheck, UserRound } from 'lucide-react'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { signOut } from '../../client/session.ts'
import { ContentHead } from '../../places/content/ContentHead.tsx'
import contentStyles from '../../places/content/Content.module.css'
import { Sidebar } from '../../places/sidebar/Sidebar.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Settings.module.css'

/** Around the pages of the settings: the list of them. */
export function Settings() {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  const icon = { size: 16, 'aria-hidden': true } as const
  return (
    <>
      <Sidebar label={t`Settings`} head={<Trans>Settings</Trans>}>
        <nav className={styles.nav} aria-label={t`Settings`}>
          <Link to="/settings/profile" className={styles.link}>
            <UserRound {...icon} />
            <Trans>Profile</Trans>
          </Link>
          <Link to="/settings/privacy" className={styles.link}>
            <ShieldCheck {...icon} />
            <Trans>Privacy</Trans>
          </Link>
          <button type="button" className={styles.link} onClick={() => attempt.run(() => signOut(client))}>
            <LogOut {...icon} />
            <Trans>Sign out</Trans>
          </button>
          {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
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
