import styles from './Progress.module.css'

interface ProgressProps {
  readonly label: string
  /** From 0 to 1. */
  readonly value: number
}

export function Progress({ label, value }: ProgressProps) {
  const percent = Math.round(value * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={styles.track}
    >
      <div className={styles.bar} style={{ inlineSize: `${percent}%` }} />
    </div>
  )
}
