import { Trans } from '@lingui/react/macro'
import { Link, Outlet } from '@tanstack/react-router'
import { useClientState } from '../../client/client-context.ts'
import { AccountRing, nameOfAccount } from '../../ui/Avatar.tsx'
import { Gem } from '../../ui/Gem.tsx'
import styles from './Portal.module.css'

/** Around the pages for people who make applications: where one is, and as whom. */
export function Portal() {
  return (
    <div className={styles.window}>
      <header className={styles.head}>
        <Link to="/developers" className={styles.brand}>
          <Gem size={22} />
          <span>Alles</span>
          <span className={styles.place}>
            <Trans>for developers</Trans>
          </span>
        </Link>
        <ActingAs />
      </header>
      <main className={styles.scroll}>
        <div className={styles.page}>
          <Outlet />
        </div>
      </main>
    </div>
  )
}

function ActingAs() {
  const session = useClientState((state) => state.session)
  if (session.kind !== 'signed-in')
    return (
      <Link to="/login" search={{ next: '/developers' }} className={styles.enter}>
        <Trans>Sign in</Trans>
      </Link>
    )
  const { account } = session
  const name = nameOfAccount(account)
  return (
    <Link to="/channels/@me" className={styles.acting}>
      <AccountRing account={account} size="tiny" />
      <span className={styles.actingName}>
        <Trans>
          acting as <b>{name}</b>
        </Trans>
      </span>
    </Link>
  )
}
