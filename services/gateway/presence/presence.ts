import type { Presence } from '@alles/chat/contract'
import type { Activity } from '../protocol/client-frame.ts'
import type { ClientKind, Session } from '../sessions/session.ts'

type Status = 'online' | 'idle' | 'dnd' | 'offline'
const heights: Record<Status, number> = { offline: 0, idle: 1, online: 2, dnd: 3 }

/** What the sessions of one account in one process make of it. Only gateway processes know `invisible`. */
export interface OwnPresence {
  readonly status: Status | 'invisible'
  readonly activities: readonly Activity[]
  readonly clients: { readonly [kind in ClientKind]?: Status }
}

/** What others see of an account. */
export interface ShownPresence {
  readonly status: Status
  readonly activities: readonly Activity[]
  readonly clients: OwnPresence['clients']
}

const mostActivities = 5

export const offline: ShownPresence = { status: 'offline', activities: [], clients: {} }

/** What some sessions of one account show together. One that wants to be invisible hides them all. */
export function ownPresence(sessions: readonly Session[]): OwnPresence {
  const parts = sessions.map(({ presence, client }): OwnPresence => {
    const status = presence?.status ?? 'online'
    const activities = presence?.activities ?? []
    if (status === 'invisible' || status === 'offline') return { ...offline, status: 'invisible' }
    return { status, activities, clients: { [client]: status } }
  })
  if (parts.some(({ status }) => status === 'invisible')) return { ...offline, status: 'invisible' }
  return joined(parts)
}

/** What an account shows by what its processes say of it: of somebody invisible as little as of somebody who is away. */
export function shownPresence(parts: Iterable<OwnPresence>): ShownPresence {
  const all = [...parts]
  return all.some(({ status }) => status === 'invisible') ? offline : joined(all)
}

function joined(parts: readonly OwnPresence[]): ShownPresence {
  let { status } = offline
  const clients: Partial<Record<ClientKind, Status>> = {}
  const activities = new Map<string, Activity>()
  for (const part of parts) {
    if (part.status !== 'invisible') status = higher(status, part.status)
    for (const [kind, one] of Object.entries(part.clients) as [ClientKind, Status][])
      clients[kind] = higher(clients[kind] ?? 'offline', one)
    for (const activity of part.activities) activities.set(`${activity.type} ${activity.name}`, activity)
  }
  return status === 'offline'
    ? offline
    : { status, activities: [...activities.values()].slice(0, mostActivities), clients }
}

function higher(a: Status, b: Status): Status {
  return heights[a] >= heights[b] ? a : b
}

export function isSamePresence(a: OwnPresence, b: OwnPresence): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Whether somebody goes away or falls asleep, whatever the reason. */
export function isFall(before: OwnPresence, after: OwnPresence): boolean {
  const height = ({ status }: OwnPresence) => (status === 'invisible' ? 0 : heights[status])
  return height(after) < height(before) && height(after) <= heights.idle
}

/** As the wire has it. */
export function renderPresence(guildId: string, accountId: string, shown: ShownPresence): Presence {
  return {
    user: { id: accountId },
    guild_id: guildId,
    status: shown.status,
    activities: shown.activities.map((activity) => ({
      id: String(activity.type),
      // When it was really set could be a time at which the account was invisible.
      created_at: 0,
      ...activity,
    })),
    client_status: shown.clients,
  }
}
