import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown } from 'lucide-react'
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useClientState } from '../../client/client-context.ts'
import type { Channel, MessageLog } from '../../state/entities.ts'
import { isNewer } from '../../state/ids.ts'
import { messageRows } from '../../state/message-rows.ts'
import type { Pending } from '../../state/outbox.ts'
import { useDesk } from './desk-context.ts'
import styles from './MessageList.module.css'
import { RowView } from './RowView.tsx'
import { useListKeys } from './use-list-keys.ts'
import { useListScroll } from './use-list-scroll.ts'
import { useOlderMessages } from './use-older-messages.ts'
import { useReadThrough } from './use-read-through.ts'
import { useSeen } from './use-seen.ts'
import { useShowMessage } from './use-show-message.ts'

export interface MessageListHandle {
  show(messageId: string): void
  focus(): void
}

interface MessageListProps {
  readonly channel: Channel
  readonly log: MessageLog
  readonly ref: Ref<MessageListHandle>
}

const nothingPending: readonly Pending[] = []

/**
 * What was said, drawn only as far as it is seen. It stays at the end while one is at the end, and keeps its place
 * otherwise: when older messages come before it, newer ones after it, or pictures change in between.
 */
export function MessageList({ channel, log, ref }: MessageListProps) {
  const { t } = useLingui()
  const desk = useDesk()
  const me = useClientState((state) => state.entities.me)
  const pending = useClientState((state) => state.outbox[channel.id] ?? nothingPending)
  const readThrough = useReadThrough(channel)
  const rows = useMemo(
    () => messageRows({ messages: log.messages, pending, reachedStart: log.reachedStart, readThrough, me }),
    [log.messages, log.reachedStart, pending, readThrough, me],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const scroll = useListScroll(rows, list, scroller)
  const older = useOlderMessages(channel.id, log, list)
  const missed = useSeen(channel.id, log, scroll.atEnd)
  const shift = useShift(log)
  const settled = useSettled()
  const keys = useListKeys({ rows, list, scroller })
  const shown = useShowMessage({ channelId: channel.id, rows, list })
  useImperativeHandle(ref, () => ({ show: shown.show, focus: keys.focus }))

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={t`Messages in #${channel.name}`}
        // New messages are read out while one is at the end; what only comes into sight by scrolling is not news.
        aria-live={scroll.atEnd && settled ? 'polite' : 'off'}
        aria-relevant="additions"
        onKeyDown={keys.press}
      >
        <div className={styles.push} />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={shift}
          keepMounted={keys.kept}
          onScroll={(offset) => {
            scroll.onScroll(offset)
            older.near(offset)
          }}
          onResize={scroll.onResize}
        >
          {(row) => (
            <RowView
              key={row.key}
              row={row}
              channel={channel}
              focusable={row.key === keys.current}
              lit={row.key === shown.lit}
              olderFailed={older.failed}
              onReadOlder={older.again}
            />
          )}
        </Virtualizer>
      </div>
      {scroll.atEnd ? null : (
        <button
          type="button"
          className={styles.latest}
          onClick={(event) => {
            scroll.toEnd()
            // The button goes; whoever came to it by key would stand nowhere.
            if (event.detail === 0) desk.focusComposer()
          }}
        >
          <ArrowDown size={16} aria-hidden="true" />
          {missed > 0 ? <Trans>Jump to latest · {missed} new</Trans> : <Trans>Jump to latest</Trans>}
        </button>
      )}
    </div>
  )
}

/** Whether the rows that are new in this drawing are older ones: the list then counts its places from the end. */
function useShift(log: MessageLog): boolean {
  const first = log.messages[0]?.id
  const before = useRef(first)
  useLayoutEffect(() => {
    before.current = first
  }, [first])
  return first !== undefined && before.current !== undefined && isNewer(before.current, first)
}

const settleMs = 600

/** False for a moment after the list has opened: its first rows are not news. */
function useSettled(): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(true), settleMs)
    return () => window.clearTimeout(timer)
  }, [])
  return settled
}
