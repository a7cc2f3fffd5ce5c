import { useLingui } from '@lingui/react/macro'
import type { Mentionable } from '../../text/mentions.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Suggestions } from '../../ui/Suggestions.tsx'
import styles from './MentionList.module.css'
import { mentionListId, type Mentions } from './use-mentions.ts'

interface MentionListProps {
  readonly mentions: Mentions
  readonly onPick: (chosen: Mentionable) => void
}

/** Whom one may mean, above the field. */
export function MentionList({ mentions, onPick }: MentionListProps) {
  const { t } = useLingui()
  return (
    <div className={styles.popup}>
      <Suggestions
        id={mentionListId}
        label={t`Members`}
        active={mentions.active}
        onPick={(index) => {
          const chosen = mentions.found[index]
          if (chosen) onPick(chosen)
        }}
        items={mentions.found.map((one) => ({
          id: one.id,
          content: (
            <>
              <Avatar id={one.id} name={one.name} picture={one.avatar} size="small" />
              <span className={styles.name}>{one.name}</span>
              <span className={styles.username}>@{one.username}</span>
            </>
          ),
        }))}
      />
    </div>
  )
}
