import { useEffect, useState } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import type { Channel } from '../../state/entities.ts'
import { isUnread } from '../../state/unread.ts'

/**
 * Up to which message was read when one came to the channel, or came back to the window: the line before what is new
 * stands there. Null where all was read, and after one has written something oneself.
 */
export function useReadThrough(channel: Channel): string | null {
  const client = useClient()
  const [through, setThrough] = useState<string | null>(() => {
    const { entities, read } = client.store.getState()
    return isUnread(entities.guilds[channel.guildId], channel.id, read) ? (read[channel.id] ?? null) : null
  })
  const writing = useClientState((state) => (state.outbox[channel.id]?.length ?? 0) > 0)
  useEffect(() => {
    if (writing) setThrough(null)
  }, [writing])
  useEffect(() => {
    const leave = () => {
      const { entities, read } = client.store.getState()
      setThrough(entities.guilds[channel.guildId]?.heads[channel.id] ?? read[channel.id] ?? null)
    }
    window.addEventListener('blur', leave)
    return () => window.removeEventListener('blur', leave)
  }, [client, channel])
  return through
}
