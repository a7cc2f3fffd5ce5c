import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useClientState, useTabState } from '../../client/client-context.ts'
import { nameOfAccount } from '../../ui/Avatar.tsx'

/** The window's title: how often one was named, where one is, and as whom where one has several faces. */
export function useTitle(): void {
  const { channelId, guildId } = useParams({ strict: false })
  const channel = useClientState((state) => state.entities.channels[channelId ?? '']?.name)
  const guild = useClientState((state) => state.entities.guilds[guildId ?? '']?.name)
  const mentions = useClientState((state) =>
    Object.values(state.entities.mentionCounts).reduce((sum, count) => sum + count, 0),
  )
  const face = useShownFace()
  const where = [channel === undefined ? undefined : `#${channel}`, guild, face, 'Alles']
  const title = where.filter((part) => part !== undefined).join(' · ')
  useEffect(() => {
    document.title = mentions > 0 ? `(${mentions}) ${title}` : title
  }, [mentions, title])
}

/** The name of the account that acts here; undefined where there is only one. */
function useShownFace(): string | undefined {
  const several = useTabState((state) => state.accounts.length > 1)
  const name = useClientState(({ session }) =>
    session.kind === 'signed-in' ? nameOfAccount(session.account) : undefined,
  )
  return several ? name : undefined
}
