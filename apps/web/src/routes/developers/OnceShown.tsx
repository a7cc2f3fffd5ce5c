import { Trans } from '@lingui/react/macro'
import { CopyField } from '../../ui/CopyField.tsx'
import styles from './Portal.module.css'

interface OnceShownProps {
  readonly label: string
  readonly value: string
}

/** A secret that nobody can show again: here it is, and it has to be kept now. */
export function OnceShown({ label, value }: OnceShownProps) {
  return (
    <div className={styles.once} role="status">
      <CopyField label={label} value={value} />
      <p className={styles.hint}>
        <Trans>
          Keep it now: it is shown this once and is not stored here. Whoever has it can act as your
          application.
        </Trans>
      </p>
    </div>
  )
}
