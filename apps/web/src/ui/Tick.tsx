import type { ReactNode } from 'react'
import styles from './Tick.module.css'

interface TickProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
  readonly describedBy?: string
  readonly invalid?: boolean
}

/** A checkbox and its words. */
export function Tick({ checked, onChange, children, describedBy, invalid = false }: TickProps) {
  return (
    <label className={styles.tick}>
      <input
        type="checkbox"
        className={styles.box}
        checked={checked}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  )
}
