import { useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { askForMember } from '../../client/members.ts'
import { nameOf } from '../../state/member-groups.ts'

export interface Author {
  readonly name: string
  readonly bot: boolean
  readonly deleted: boolean
  /** The name of their picture; null where there is none. */
  readonly picture: string | null
  /** The role that stands apart in the list of members, and beside the name. */
  readonly role: string | null
}

/** How the author of a message is shown now, whatever they were called when they wrote it. */
export function useAuthor(authorId: string, guildId: string): Author {
  const { t } = useLingui()
  const client = useClient()
  const user = useClientState((state) => state.entities.users[authorId])
  const member = useClientState((state) => state.entities.members[guildId]?.[authorId])
  const role = useClientState((state) => {
    const roleIds = state.entities.members[guildId]?.[authorId]?.roleIds ?? []
    const apart = state.entities.guilds[guildId]?.roles.findLast(
      (one) => one.hoist && roleIds.includes(one.id),
    )
    return apart?.name ?? null
  })
  const unknown = user !== undefined && !user.deleted && member === undefined
  useEffect(() => {
    if (unknown) askForMember(client, guildId, authorId)
  }, [client, guildId, authorId, unknown])
  if (!user || user.deleted)
    return { name: t`[deleted user]`, bot: false, deleted: true, picture: null, role: null }
  return { name: nameOf(user, member), bot: user.bot, deleted: false, picture: user.avatar, role }
}
