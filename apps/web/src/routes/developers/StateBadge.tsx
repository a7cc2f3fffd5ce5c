import type { Application } from '@alles/oauth/contract'
import { Trans } from '@lingui/react/macro'
import styles from './Portal.module.css'

/** Whether people can sign in with an application now. */
export function StateBadge({ application }: { readonly application: Application }) {
  if (application.suspended)
    return (
      <span className={styles.badge} data-state="stopped">
        <Trans>stopped by an administrator</Trans>
      </span>
    )
  if (application.paused)
    return (
      <span className={styles.badge}>
        <Trans>paused</Trans>
      </span>
    )
  return (
    <span className={styles.badge} data-state="works">
      <Trans>works</Trans>
    </span>
  )
}
