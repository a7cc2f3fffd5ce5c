import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '../../ui/Skeleton.tsx'
import styles from './MessageSkeletons.module.css'

const lines: readonly (readonly number[])[] = [[72], [38, 56], [64], [88, 41], [52], [70, 30]]

/** The shape of a conversation that is on its way. */
export function MessageSkeletons({ count = lines.length }: { readonly count?: number }) {
  const { t } = useLingui()
  return (
    <div className={styles.list} role="status" aria-label={t`Messages are on their way`}>
      {lines.slice(0, count).map((widths) => (
        <div key={widths.join()} className={styles.row}>
          <Skeleton height={40} round />
          <div className={styles.words}>
            <Skeleton width={18} />
            {widths.map((width) => (
              <Skeleton key={width} width={width} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
