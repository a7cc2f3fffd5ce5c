import { Trans } from '@lingui/react/macro'
import { Door } from '../../ui/Door.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import styles from './Consent.module.css'

/** The place of a question that is on its way. */
export function ConsentSkeleton() {
  return (
    <Door wide title={<Trans>Sign in with Alles</Trans>}>
      <div className={styles.form} aria-busy="true">
        <div className={styles.who}>
          <Skeleton height={56} round />
          <Skeleton width={50} height={22} />
        </div>
        <Skeleton height={64} />
        <Skeleton height={120} />
        <Skeleton height={44} />
      </div>
    </Door>
  )
}
