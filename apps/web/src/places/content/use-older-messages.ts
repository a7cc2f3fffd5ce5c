import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { useClient } from '../../client/client-context.ts'
import { readOlder } from '../../client/read-history.ts'
import type { MessageLog } from '../../state/entities.ts'

/** Older messages are read when this much of what is loaded is left above, in pixels. */
const readAheadPx = 1200

/** Reads history before it is reached, and until the window is full. After a failure it waits to be asked. */
export function useOlderMessages(
  channelId: string,
  log: MessageLog,
  list: RefObject<VirtualizerHandle | null>,
): { failed: boolean; again: () => void; near: (offset: number) => void } {
  const client = useClient()
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    void readOlder(client, channelId).then((read) => setFailed(!read))
  }, [client, channelId])
  const near = useCallback(
    (offset: number) => {
      if (offset < readAheadPx && !failed) load()
    },
    [failed, load],
  )
  const count = log.messages.length
  useEffect(() => {
    const handle = list.current
    if (handle && count > 0 && !log.reachedStart && handle.scrollSize <= handle.viewportSize + readAheadPx)
      near(handle.scrollOffset)
  }, [list, count, log.reachedStart, near])
  return { failed, again: load, near }
}
