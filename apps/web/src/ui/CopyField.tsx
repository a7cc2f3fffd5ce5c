import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { CopyButton } from './CopyButton.tsx'
import styles from './CopyField.module.css'

interface CopyFieldProps {
  readonly label: string
  readonly value: string
}

/** A value to take elsewhere: it can be read, selected, and copied with one press. */
export function CopyField({ label, value }: CopyFieldProps) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.row}>
        <input
          id={id}
          className={styles.input}
          value={value}
          readOnly
          spellCheck={false}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton label={t`Copy: ${label}`} text={value} />
      </div>
    </div>
  )
}
