import { Trans, useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { openHistory } from '../../client/read-history.ts'
import { deleteMessage } from '../../client/messages.ts'
import { mayInChannel } from '../../state/access.ts'
import type { Message } from '../../state/entities.ts'
import { Button } from '../../ui/Button.tsx'
import { useDialogs } from '../frame/dialogs-context.ts'
import { Composer, type ComposerHandle } from './Composer.tsx'
import styles from './Content.module.css'
import { ContentHead } from './ContentHead.tsx'
import { DeskContext, type Desk } from './desk-context.ts'
import { EmptyPlace } from './EmptyPlace.tsx'
import { MessageList, type MessageListHandle } from './MessageList.tsx'
import { MessageSkeletons } from './MessageSkeletons.tsx'
import { ReadersLine } from './ReadersLine.tsx'
import { TypingLine } from './TypingLine.tsx'

/** An open channel: what was said, and the place to say something. */
export function ChannelContent({ channelId }: { readonly channelId: string }) {
  const { t } = useLingui()
  const client = useClient()
  const dialogs = useDialogs()
  const channel = useClientState((state) => state.entities.channels[channelId])
  const log = useClientState((state) => state.entities.logs[channelId])
  const online = useClientState((state) => state.connection === 'online')
  const mayWrite = useClientState((state) => mayInChannel(state.entities, channelId, 'SEND_MESSAGES'))
  const [replyTo, reply] = useState<Message | null>(null)
  const [editing, edit] = useState<Desk['editing']>(null)
  const composer = useRef<ComposerHandle>(null)
  const list = useRef<MessageListHandle>(null)

  const stale = log === undefined || log.staleThrough !== null
  useEffect(() => {
    if (online && stale) void openHistory(client, channelId)
  }, [client, channelId, online, stale])

  const remove = useCallback(
    (message: Message, atOnce: boolean) => {
      if (atOnce)
        void deleteMessage(client, message).catch(() => dialogs.open({ kind: 'delete-message', message }))
      else dialogs.open({ kind: 'delete-message', message })
    },
    [client, dialogs],
  )
  const guildId = channel?.guildId ?? ''
  const desk = useMemo<Desk>(
    () => ({
      channelId,
      guildId,
      replyTo,
      editing,
      reply: (message) => {
        reply(message)
        composer.current?.focus()
      },
      edit: (messageId) => {
        edit(messageId === null ? null : { messageId })
        if (messageId === null) composer.current?.focus()
      },
      remove,
      showMessage: (messageId) => list.current?.show(messageId),
      focusComposer: () => composer.current?.focus(),
      focusMessages: () => list.current?.focus(),
    }),
    [channelId, guildId, replyTo, editing, remove],
  )

  if (!channel) return null
  return (
    <DeskContext value={desk}>
      <main className={styles.content} aria-label={t`Channel ${channel.name}`}>
        <ContentHead title={`# ${channel.name}`} topic={channel.topic} members />
        {log?.status === 'failed' ? (
          <EmptyPlace
            title={<Trans>This conversation could not be read</Trans>}
            action={
              <Button onClick={() => void openHistory(client, channelId)}>
                <Trans>Try again</Trans>
              </Button>
            }
          >
            <Trans>Nothing was lost. The connection may have a hiccup.</Trans>
          </EmptyPlace>
        ) : log?.status === 'loaded' || (log && log.messages.length > 0) ? (
          <MessageList ref={list} channel={channel} log={log} />
        ) : (
          <MessageSkeletons />
        )}
        <TypingLine channelId={channelId} />
        <Composer ref={composer} channel={channel} mayWrite={mayWrite} />
        <ReadersLine channel={channel} />
      </main>
    </DeskContext>
  )
}
