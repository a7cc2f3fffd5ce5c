import { useLingui } from '@lingui/react/macro'
import { useClient } from '../../client/client-context.ts'
import { dayName, daysBefore } from '../../language/times.ts'
import styles from './DayDivider.module.css'

/** The line between two days. */
export function DayDivider({ at }: { readonly at: number }) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const days = daysBefore(at, client.now())
  const name = days === 0 ? t`Today` : days === 1 ? t`Yesterday` : dayName(i18n.locale, at, client.now())
  return (
    <div className={styles.day} role="separator">
      {name}
    </div>
  )
}
