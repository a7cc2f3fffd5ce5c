import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useClientState } from '../../client/client-context.ts'

/** The window's title: how often one was named, and where one is. */
export function useTitle(): void {
  const { channelId, guildId } = useParams({ strict: false })
  const channel = useClientState((state) => state.entities.channels[channelId ?? '']?.name)
  const guild = useClientState((state) => state.entities.guilds[guildId ?? '']?.name)
  const mentions = useClientState((state) =>
    Object.values(state.entities.mentionCounts).reduce((sum, count) => sum + count, 0),
  )
  const where = [channel === undefined ? undefined : `#${channel}`, guild, 'Alles']
  const title = where.filter((part) => part !== undefined).join(' · ')
  useEffect(() => {
    document.title = mentions > 0 ? `(${mentions}) ${title}` : title
  }, [mentions, title])
}
