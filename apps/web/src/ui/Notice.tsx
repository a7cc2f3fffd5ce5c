import type { ReactNode } from 'react'
import styles from './Notice.module.css'

interface NoticeProps {
  /** `fault`: something did not work. `calm`: something to know. */
  readonly kind?: 'fault' | 'calm'
  readonly children: ReactNode
}

/** A sentence that matters. Faults are read out at once. */
export function Notice({ kind = 'fault', children }: NoticeProps) {
  return (
    <div role={kind === 'fault' ? 'alert' : 'status'} className={styles[kind]}>
      {children}
    </div>
  )
}
