import { Trans } from '@lingui/react/macro'
import { useId, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import styles from './ColorField.module.css'
import { cssColor } from './face-color.ts'

interface ColorFieldProps {
  readonly label: string
  readonly hint: ReactNode
  /** Red, green and blue as one number; null where none was chosen. */
  readonly value: number | null
  /** What stands in its place where none was chosen. */
  readonly otherwise: string
  readonly onChange: (value: number | null) => void
}

/** A colour, by the system's own chooser. */
export function ColorField({ label, hint, value, otherwise, onChange }: ColorFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.row}>
        <input
          id={id}
          type="color"
          className={styles.color}
          aria-describedby={`${id}-hint`}
          value={value === null ? otherwise : cssColor(value)}
          onChange={(event) => onChange(Number.parseInt(event.target.value.slice(1), 16))}
        />
        {value === null ? null : (
          <Button small onClick={() => onChange(null)}>
            <Trans>Without one</Trans>
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
    </div>
  )
}
