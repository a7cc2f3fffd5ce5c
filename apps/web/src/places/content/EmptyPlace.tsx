import type { ReactNode } from 'react'
import styles from './EmptyPlace.module.css'

interface EmptyPlaceProps {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly action?: ReactNode
}

/** Where there is nothing to see: why, and what to do. */
export function EmptyPlace({ title, children, action }: EmptyPlaceProps) {
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.words}>{children}</p>
      {action}
    </div>
  )
}
