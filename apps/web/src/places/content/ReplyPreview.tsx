import { Trans, useLingui } from '@lingui/react/macro'
import { CornerUpRight } from 'lucide-react'
import { useMemo } from 'react'
import { useClientState } from '../../client/client-context.ts'
import type { ReplyTarget } from '../../state/entities.ts'
import { nameOf } from '../../state/member-groups.ts'
import { parseMarkdown, plainText } from '../../text/parse-markdown.ts'
import { useAuthor } from './use-author.ts'
import { useDesk } from './desk-context.ts'
import styles from './ReplyPreview.module.css'

interface ReplyPreviewProps {
  readonly target: ReplyTarget
  readonly guildId: string
}

/** The message that is answered, in one line. */
export function ReplyPreview({ target, guildId }: ReplyPreviewProps) {
  const { t } = useLingui()
  const desk = useDesk()
  const author = useAuthor(target.authorId ?? '', guildId)
  const users = useClientState((state) => state.entities.users)
  const members = useClientState((state) => state.entities.members[guildId])
  const text = useMemo(
    () =>
      plainText(parseMarkdown(target.content), (mention) => {
        const user = users[mention.id]
        return `@${user && !user.deleted ? nameOf(user, members?.[mention.id]) : '…'}`
      }),
    [target.content, users, members],
  )
  return (
    <div className={styles.reply}>
      <CornerUpRight size={14} aria-hidden="true" />
      {target.gone ? (
        <i>
          <Trans>The message was deleted.</Trans>
        </i>
      ) : (
        <button
          type="button"
          className={styles.open}
          aria-description={t`Show the message that this answers`}
          onClick={() => desk.showMessage(target.messageId)}
        >
          <b>{author.name}</b> <span>{text}</span>
        </button>
      )}
    </div>
  )
}
