import { useEffect, useState } from 'react'
import { useClient } from '../../client/client-context.ts'
import { markRead } from '../../client/read-history.ts'
import type { MessageLog } from '../../state/entities.ts'
import { isNewer } from '../../state/ids.ts'

/** Marks a channel as read while its end is in sight of an open window; answers how many came since it was not. */
export function useSeen(channelId: string, log: MessageLog, atEnd: boolean): number {
  const client = useClient()
  const last = log.messages.at(-1)?.id ?? null
  const [seen, setSeen] = useState(last)
  useEffect(() => {
    if (!atEnd) return undefined
    const see = () => {
      setSeen(last)
      if (document.visibilityState === 'visible' && document.hasFocus()) markRead(client, channelId)
    }
    see()
    window.addEventListener('focus', see)
    return () => window.removeEventListener('focus', see)
  }, [client, channelId, atEnd, last])
  if (atEnd || seen === null) return 0
  return log.messages.filter((message) => isNewer(message.id, seen)).length
}
