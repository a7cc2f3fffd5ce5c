import { useLingui } from '@lingui/react/macro'
import { PanelLeft, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/Button.tsx'
import { useLayout } from '../frame/layout-context.ts'
import styles from './ContentHead.module.css'

interface ContentHeadProps {
  readonly title: ReactNode
  readonly topic?: string | null
  /** Whether there are members to show. */
  readonly members?: boolean
}

/** The line above the content: where one is, and the ways to the other columns. */
export function ContentHead({ title, topic, members = false }: ContentHeadProps) {
  const { t } = useLingui()
  const layout = useLayout()
  return (
    <header className={styles.head}>
      {layout.narrow ? (
        <IconButton label={t`Places and channels`} onClick={() => layout.showPlaces(true)}>
          <PanelLeft size={20} aria-hidden="true" />
        </IconButton>
      ) : null}
      {title === null ? <span className={styles.title} /> : <h1 className={styles.title}>{title}</h1>}
      {topic && !layout.narrow ? (
        <p className={styles.topic} title={topic}>
          {topic}
        </p>
      ) : (
        <span className={styles.topic} />
      )}
      {members ? (
        <IconButton
          label={layout.members ? t`Hide members` : t`Show members`}
          onClick={() => layout.showMembers(!layout.members)}
        >
          <Users size={18} aria-hidden="true" />
        </IconButton>
      ) : null}
    </header>
  )
}
