import { Trans, useLingui } from '@lingui/react/macro'
import { memo, useState } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { clockTime, fullTime } from '../../language/times.ts'
import { mayInChannel } from '../../state/access.ts'
import { isMention } from '../../state/apply-message-event.ts'
import type { Message } from '../../state/entities.ts'
import { Markdown } from '../../text/Markdown.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AuthorLine } from './AuthorLine.tsx'
import { useAuthor } from './use-author.ts'
import { useDesk } from './desk-context.ts'
import { EditBox } from './EditBox.tsx'
import { MessageActions } from './MessageActions.tsx'
import styles from './MessageRow.module.css'
import { ReplyPreview } from './ReplyPreview.tsx'
import { useMessageKeys } from './use-message-keys.ts'

interface MessageRowProps {
  readonly message: Message
  readonly rowKey: string
  readonly guildId: string
  /** Follows one of the same author, and is shown below its name. */
  readonly continued: boolean
  readonly focusable: boolean
  readonly lit: boolean
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, rowKey, guildId, continued, focusable, lit } = props
  const { i18n } = useLingui()
  const desk = useDesk()
  const author = useAuthor(message.authorId, guildId)
  const mine = useClientState((state) => state.entities.me === message.authorId)
  const mayDelete = useClientState(
    (state) => mine || mayInChannel(state.entities, message.channelId, 'MANAGE_MESSAGES'),
  )
  const namesMe = useClientState((state) => isMention(state.entities, message))
  const [near, setNear] = useState(false)
  const press = useMessageKeys(message, mine, mayDelete)
  const editing = desk.editing?.messageId === message.id

  return (
    <article
      data-row={rowKey}
      tabIndex={focusable ? 0 : -1}
      aria-label={`${author.name}, ${fullTime(i18n.locale, message.sentAt)}`}
      className={classNames(
        styles.row,
        continued && styles.continued,
        namesMe && styles.named,
        lit && styles.lit,
      )}
      onKeyDown={press}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={(event) => (event.currentTarget.contains(event.relatedTarget) ? undefined : setNear(false))}
    >
      {message.replyTo === null ? null : <ReplyPreview target={message.replyTo} guildId={guildId} />}
      {continued ? (
        <ClockAside at={message.sentAt} shown={near} />
      ) : (
        <Avatar id={message.authorId} name={author.name} picture={author.picture} deleted={author.deleted} />
      )}
      <div className={styles.body}>
        {continued ? (
          <span className="unseen">{author.name}: </span>
        ) : (
          <AuthorLine author={author} at={message.sentAt} />
        )}
        {editing ? (
          <EditBox message={message} guildId={guildId} />
        ) : (
          <MessageText message={message} guildId={guildId} />
        )}
      </div>
      {near && !editing ? <MessageActions message={message} mine={mine} mayDelete={mayDelete} /> : null}
    </article>
  )
})

function MessageText({ message, guildId }: Pick<MessageRowProps, 'message' | 'guildId'>) {
  const { i18n } = useLingui()
  return (
    <div className={styles.text} dir="auto">
      <Markdown text={message.content} guildId={guildId} />
      {message.editedAt === null ? null : (
        <small className={styles.edited} title={fullTime(i18n.locale, message.editedAt)}>
          <Trans>(edited)</Trans>
        </small>
      )}
    </div>
  )
}

/** When a message was sent that stands below another one's name: only while one is at it. */
function ClockAside({ at, shown }: { readonly at: number; readonly shown: boolean }) {
  const { i18n } = useLingui()
  return (
    <time className={styles.aside} dateTime={new Date(at).toISOString()} aria-hidden="true">
      {shown ? clockTime(i18n.locale, at) : null}
    </time>
  )
}
