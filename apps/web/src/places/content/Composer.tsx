import { Trans, useLingui } from '@lingui/react/macro'
import { CornerUpRight, SendHorizontal, X } from 'lucide-react'
import { useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { actingAccount } from '../../client/client.ts'
import { useClient, useClientState, useTabState } from '../../client/client-context.ts'
import { typingTeller } from '../../client/messages.ts'
import { sendMessage } from '../../client/send-message.ts'
import type { Channel } from '../../state/entities.ts'
import { nameOf } from '../../state/member-groups.ts'
import { completeMention, namesToIds, type Mentionable } from '../../text/mentions.ts'
import { AccountRing } from '../../ui/Avatar.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { useMediaQuery } from '../../ui/use-media-query.ts'
import styles from './Composer.module.css'
import { useDesk } from './desk-context.ts'
import { MentionList } from './MentionList.tsx'
import { mentionListId, useMentions } from './use-mentions.ts'
import { suggestionId } from '../../ui/Suggestions.tsx'

/** As many characters as one message may have. */
const most = 2000
/** From here on it says how many are left. */
const tellFrom = 1800

export interface ComposerHandle {
  focus(): void
}

interface ComposerProps {
  readonly channel: Channel
  readonly mayWrite: boolean
  readonly ref: Ref<ComposerHandle>
}

/** Where messages are written. Enter sends, Shift and Enter make a new line, ↑ in an empty field edits the last one. */
export function Composer({ channel, mayWrite, ref }: ComposerProps) {
  const { t } = useLingui()
  const client = useClient()
  const desk = useDesk()
  const account = actingAccount(client) ?? ''
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => client.memory.draft(account, channel.id))
  const [teller] = useState(() => typingTeller(client, channel.id))
  const touch = useMediaQuery('(pointer: coarse)')
  const name = useClientState(({ session }) =>
    session.kind === 'signed-in' ? (session.account.display_name ?? session.account.username) : '',
  )
  const mentions = useMentions(channel.guildId, text)
  const left = most - Array.from(text).length

  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }))
  useLayoutEffect(() => fitHeight(field.current), [text])

  function write(next: string): void {
    setText(next)
    client.memory.keepDraft(account, channel.id, next)
    if (next.trim() === '') teller.stop()
    else teller.tell()
  }

  function send(): void {
    if (text.trim() === '' || left < 0) return
    const content = namesToIds(text.trim(), mentions.byUsername)
    sendMessage(client, { channelId: channel.id, content, replyTo: desk.replyTo?.id ?? null })
    write('')
    mentions.close()
    if (desk.replyTo) desk.reply(null)
  }

  function pick(chosen: Mentionable): void {
    if (!mentions.query) return
    const completed = completeMention(text, mentions.query, chosen)
    write(completed.text)
    mentions.close()
    // The cursor can only be set once the new text is in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(completed.cursor, completed.cursor))
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return
    if (mentions.press(event, pick)) return
    if (event.key === 'Enter' && !event.shiftKey && !touch) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && text === '') {
      const last = lastOwn()
      if (!last) return
      event.preventDefault()
      desk.edit(last)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      stepBack()
    }
  }

  /** Out of the answer first, then out of the field, so that single keys mean something again. */
  function stepBack(): void {
    if (desk.replyTo) return desk.reply(null)
    field.current?.blur()
    desk.focusMessages()
  }

  function lastOwn(): string | undefined {
    const { entities } = client.store.getState()
    return entities.logs[channel.id]?.messages.findLast((message) => message.authorId === entities.me)?.id
  }

  if (!mayWrite)
    return (
      <p className={styles.closed}>
        <Trans>You may read here, but not write.</Trans>
      </p>
    )
  return (
    <div className={styles.composer}>
      {mentions.open ? <MentionList mentions={mentions} onPick={pick} /> : null}
      {desk.replyTo ? <ReplyBar authorId={desk.replyTo.authorId} onClose={() => desk.reply(null)} /> : null}
      <div className={styles.box}>
        <ActingRing />
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t`Message #${channel.name}`}
          placeholder={t`Message #${channel.name} as ${name}`}
          aria-autocomplete="list"
          aria-controls={mentions.open ? mentionListId : undefined}
          aria-activedescendant={mentions.open ? suggestionId(mentionListId, mentions.active) : undefined}
          onChange={(event) => {
            write(event.target.value)
            mentions.look(event.target)
          }}
          onSelect={(event) => mentions.look(event.currentTarget)}
          onBlur={mentions.close}
          onKeyDown={press}
        />
        {left <= most - tellFrom ? (
          <span className={styles.left} data-over={left < 0 || undefined} role="status">
            {left}
          </span>
        ) : null}
        {touch || text.trim() !== '' ? (
          <IconButton label={t`Send`} disabled={text.trim() === '' || left < 0} onClick={send}>
            <SendHorizontal size={18} aria-hidden="true" />
          </IconButton>
        ) : null}
      </div>
    </div>
  )
}

/** As whom one writes, where one has several faces. */
function ActingRing() {
  const several = useTabState((state) => state.accounts.length > 1)
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  return several && account ? (
    <span className={styles.acting}>
      <AccountRing account={account} size="tiny" />
    </span>
  ) : null
}

function ReplyBar({ authorId, onClose }: { readonly authorId: string; readonly onClose: () => void }) {
  const { t } = useLingui()
  const { guildId } = useDesk()
  const user = useClientState((state) => state.entities.users[authorId])
  const member = useClientState((state) => state.entities.members[guildId]?.[authorId])
  const name = !user || user.deleted ? t`[deleted user]` : nameOf(user, member)
  return (
    <div className={styles.reply}>
      <CornerUpRight size={14} aria-hidden="true" />
      <span>
        <Trans>
          Replying to <b>{name}</b>
        </Trans>
      </span>
      <IconButton label={t`Do not reply`} onClick={onClose}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** The field is as high as its text, up to a part of the window that the style sheet sets. */
export function fitHeight(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
