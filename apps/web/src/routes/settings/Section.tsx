import { useId, type ReactNode } from 'react'
import styles from './Settings.module.css'

interface SectionProps {
  readonly title: ReactNode
  /** What this is for, in a sentence or two. */
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** One matter of a page of the settings. */
export function Section({ title, lead, children }: SectionProps) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.about}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </section>
  )
}
