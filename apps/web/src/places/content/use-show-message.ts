import { useEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { useClient } from '../../client/client-context.ts'
import { readOlder } from '../../client/read-history.ts'
import type { Row } from '../../state/message-rows.ts'

/** How far back one press on a reply reads, in pages. */
const mostPages = 10
const litMs = 1800

interface ShowMessage {
  readonly channelId: string
  readonly rows: readonly Row[]
  readonly list: RefObject<VirtualizerHandle | null>
}

const indexOf = (rows: readonly Row[], messageId: string) =>
  rows.findIndex((row) => row.kind === 'message' && row.message.id === messageId)

/** Goes to a message and lights it up for a moment; reads history back to it where it is not loaded. */
export function useShowMessage({ channelId, rows, list }: ShowMessage) {
  const client = useClient()
  const [lit, setLit] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)

  useEffect(() => {
    const at = wanted.current === null ? -1 : indexOf(rows, wanted.current)
    if (at < 0) return
    wanted.current = null
    setLit(rows[at]?.key ?? null)
    list.current?.scrollToIndex(at, { align: 'center' })
  }, [rows, list])

  useEffect(() => {
    if (lit === null) return undefined
    const timer = window.setTimeout(() => setLit(null), litMs)
    return () => window.clearTimeout(timer)
  }, [lit])

  async function readBackTo(messageId: string): Promise<void> {
    for (let page = 0; page < mostPages && wanted.current === messageId; page += 1) {
      const before = client.store.getState().entities.logs[channelId]
      if (!before || before.reachedStart || before.messages.some((message) => message.id === messageId))
        return
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the last one ended
      if (!(await readOlder(client, channelId))) return
    }
  }

  function show(messageId: string): void {
    const at = indexOf(rows, messageId)
    if (at >= 0) {
      setLit(rows[at]?.key ?? null)
      list.current?.scrollToIndex(at, { align: 'center' })
      return
    }
    wanted.current = messageId
    void readBackTo(messageId)
  }

  return { lit, show }
}
