import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './Door.module.css'
import { Gem } from './Gem.tsx'

interface DoorProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly children: ReactNode
  /** Below the card: where else one could go. */
  readonly foot?: ReactNode
  /** Beside the title: whose page it is. */
  readonly picture?: ReactNode
  /** It took the place of a page that somebody was in: they go on at its title, which is read out. */
  readonly arrived?: boolean
  /** Room for more than a form. */
  readonly wide?: boolean
}

/** A page with one card in the middle: everything in front of the door. */
export function Door({ title, lead, children, foot, picture, arrived = false, wide = false }: DoorProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus()
  }, [arrived])
  return (
    <div className={styles.page}>
      <main className={classNames(styles.column, wide && styles.wide)}>
        <div className={styles.brand}>
          <Gem />
          <span>Alles</span>
        </div>
        <div className={styles.card}>
          <div className={styles.top}>
            {picture}
            <div className={styles.head}>
              <h1 ref={heading} tabIndex={arrived ? -1 : undefined} className={styles.title}>
                {title}
              </h1>
              {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
            </div>
          </div>
          {children}
        </div>
        {foot === undefined ? null : <p className={styles.foot}>{foot}</p>}
      </main>
    </div>
  )
}
