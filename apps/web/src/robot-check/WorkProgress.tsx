import { Trans, useLingui } from '@lingui/react/macro'
import { Progress } from '../ui/Progress.tsx'
import styles from './RobotCheck.module.css'

/** How far the work is that a sign-in was asked for, and why it was. */
export function WorkProgress({ done }: { readonly done: number }) {
  const { t } = useLingui()
  const percent = Math.round(done * 100)
  return (
    <div className={styles.work}>
      <p className={styles.why} role="status">
        <Trans>
          Many wrong passwords were tried for this name. Your browser calculates for a moment, then it goes on
          by itself.
        </Trans>
      </p>
      <div className={styles.bar}>
        <Progress label={t`Progress of the check`} value={done} />
        <span aria-hidden="true">
          <Trans>{percent} %</Trans>
        </span>
      </div>
    </div>
  )
}
