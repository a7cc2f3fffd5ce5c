import type { ReactNode } from 'react'
import styles from './Door.module.css'
import { Gem } from './Gem.tsx'

interface DoorProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly children: ReactNode
  /** Below the card: where else one could go. */
  readonly foot?: ReactNode
}

/** A page with one card in the middle: everything in front of the door. */
export function Door({ title, lead, children, foot }: DoorProps) {
  return (
    <div className={styles.page}>
      <main className={styles.column}>
        <div className={styles.brand}>
          <Gem />
          <span>Alles</span>
        </div>
        <div className={styles.card}>
          <div className={styles.head}>
            <h1 className={styles.title}>{title}</h1>
            {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
          </div>
          {children}
        </div>
        {foot === undefined ? null : <p className={styles.foot}>{foot}</p>}
      </main>
    </div>
  )
}
