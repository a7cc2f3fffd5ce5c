import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { askForNames } from '../../client/members.ts'
import type { Member } from '../../state/entities.ts'
import { nameOf } from '../../state/member-groups.ts'
import { findMentionable, mentionAt, type Mentionable, type MentionQuery } from '../../text/mentions.ts'
import { movedActive } from '../../ui/Suggestions.tsx'

/** The id of the list of names below `aria-controls`. */
export const mentionListId = 'mention-list'

export interface Mentions {
  readonly open: boolean
  readonly query: MentionQuery | null
  readonly found: readonly Mentionable[]
  readonly active: number
  readonly byUsername: (username: string) => Mentionable | undefined
  /** Looks what is being typed at the cursor. */
  readonly look: (field: HTMLTextAreaElement) => void
  /** Handles a key; true where it was one for the list. */
  readonly press: (event: KeyboardEvent, pick: (chosen: Mentionable) => void) => boolean
  readonly close: () => void
}

/** Whoever types on within this time asks for the longer beginning alone. */
const pauseMs = 150

const nobody: Readonly<Record<string, Member>> = {}

/** Completes names after an @ with the members of a server. */
export function useMentions(guildId: string, text: string): Mentions {
  const client = useClient()
  const members = useClientState((state) => state.entities.members[guildId] ?? nobody)
  const users = useClientState((state) => state.entities.users)
  const [query, setQuery] = useState<MentionQuery | null>(null)
  const [active, setActive] = useState(0)
  const beginning = query?.text ?? ''
  useEffect(() => {
    const timer = setTimeout(() => askForNames(client, guildId, beginning), pauseMs)
    return () => clearTimeout(timer)
  }, [client, guildId, beginning])
  const all = useMemo(
    () =>
      Object.values(members).flatMap((member): Mentionable[] => {
        const user = users[member.accountId]
        return user
          ? [{ id: user.id, username: user.username, name: nameOf(user, member), avatar: user.avatar }]
          : []
      }),
    [members, users],
  )
  const byName = useMemo(() => new Map(all.map((one) => [one.username, one])), [all])
  const found = useMemo(() => (query ? findMentionable(all, query.text) : []), [all, query])
  // A name that is written out needs no choice: Enter then sends.
  const writtenOut = found.length === 1 && found[0]?.username === query?.text.toLowerCase()
  const open = found.length > 0 && !writtenOut && text !== ''

  function look(field: HTMLTextAreaElement): void {
    const next =
      field.selectionStart === field.selectionEnd ? mentionAt(field.value, field.selectionStart) : null
    if (next?.text === query?.text && next?.start === query?.start) return
    setQuery(next)
    setActive(0)
  }

  function press(event: KeyboardEvent, pick: (chosen: Mentionable) => void): boolean {
    if (!open) return false
    const moved = movedActive(event.key, active, found.length)
    const chosen = event.key === 'Enter' || event.key === 'Tab' ? found[active] : undefined
    if (moved === null && !chosen && event.key !== 'Escape') return false
    event.preventDefault()
    if (moved !== null) setActive(moved)
    else if (chosen) pick(chosen)
    else setQuery(null)
    return true
  }

  return {
    open,
    query,
    found,
    active,
    byUsername: (username) => byName.get(username),
    look,
    press,
    close: () => setQuery(null),
  }
}
