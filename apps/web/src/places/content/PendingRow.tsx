import { Trans, useLingui } from '@lingui/react/macro'
import { useClient, useClientState } from '../../client/client-context.ts'
import { discard, sendAgain } from '../../client/send-message.ts'
import { refusalSentence } from '../../language/refusal-sentence.ts'
import type { Pending } from '../../state/outbox.ts'
import { Markdown } from '../../text/Markdown.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AuthorLine } from './AuthorLine.tsx'
import styles from './MessageRow.module.css'
import { useAuthor } from './use-author.ts'

interface PendingRowProps {
  readonly pending: Pending
  readonly rowKey: string
  readonly guildId: string
  readonly continued: boolean
  readonly focusable: boolean
}

/** A message of ours on its way: paler, and with what to do where it failed. */
export function PendingRow({ pending, rowKey, guildId, continued, focusable }: PendingRowProps) {
  const me = useClientState((state) => state.entities.me ?? '')
  const author = useAuthor(me, guildId)
  return (
    <article
      data-row={rowKey}
      tabIndex={focusable ? 0 : -1}
      className={classNames(styles.row, continued && styles.continued)}
    >
      {continued ? <span /> : <Avatar id={me} name={author.name} picture={author.picture} />}
      <div className={styles.body}>
        {continued ? (
          <span className="unseen">{author.name}: </span>
        ) : (
          <AuthorLine author={author} at={pending.createdAt} />
        )}
        <div className={classNames(styles.text, styles.pending)} dir="auto">
          <Markdown text={pending.content} guildId={guildId} />
        </div>
        <PendingState pending={pending} />
      </div>
    </article>
  )
}

function PendingState({ pending }: { readonly pending: Pending }) {
  const { i18n } = useLingui()
  const client = useClient()
  if (pending.state === 'sending') return null
  if (pending.state === 'waiting')
    return (
      <div className={styles.state} role="status">
        <Trans>Waits for the connection</Trans>
      </div>
    )
  return (
    <div className={styles.state} role="alert">
      <span className={styles.failed}>
        <Trans>Not sent.</Trans>{' '}
        {pending.fault === null ? null : refusalSentence(i18n, pending.fault.code, pending.fault.sentence)}
      </span>
      <Button small onClick={() => sendAgain(client, pending)}>
        <Trans>Retry</Trans>
      </Button>
      <Button small onClick={() => discard(client, pending)}>
        <Trans>Discard</Trans>
      </Button>
    </div>
  )
}
