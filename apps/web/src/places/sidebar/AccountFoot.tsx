import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Settings } from 'lucide-react'
import { useClientState } from '../../client/client-context.ts'
import { AccountRing, nameOfAccount } from '../../ui/Avatar.tsx'
import styles from './Sidebar.module.css'

/** As whom one acts, in words, and the way to the settings. */
export function AccountFoot() {
  const { t } = useLingui()
  const session = useClientState((state) => state.session)
  if (session.kind !== 'signed-in') return null
  const { account } = session
  const name = nameOfAccount(account)
  return (
    <footer className={styles.foot}>
      <AccountRing account={account} size="small" />
      <div className={styles.me}>
        <b>{name}</b>
        <small>
          {account.kind === 'primary' ? <Trans>@{account.username} · primary</Trans> : `@${account.username}`}
        </small>
      </div>
      <Link to="/settings/profile" className={styles.gear} aria-label={t`Settings`}>
        <Settings size={18} aria-hidden="true" />
      </Link>
    </footer>
  )
}
