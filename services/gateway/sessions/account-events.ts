import { accountTopic, dispatch, type Dispatch } from '@alles/chat/contract'
import { EventFrames } from '../frames/event-frames.ts'
import type { Gateway } from '../gateway.ts'
import { statusSaid } from '../presence/presence-events.ts'
import { hearStatus } from '../presence/set-presence.ts'
import { intentOf } from '../protocol/intents.ts'
import type { Session } from './session.ts'

/** Hears what concerns one account alone, for all its sessions here. Gives what stops it. */
export function listenToAccount(gateway: Gateway, accountId: string): () => void {
  const topic = accountTopic(accountId)
  const stopStatus = gateway.bus.subscribe(topic, statusSaid, ({ status }) =>
    hearStatus(gateway, accountId, status),
  )
  const stopEvents = gateway.bus.subscribe(topic, dispatch, (event) => {
    const at = performance.now()
    if (event.t === 'GUILD_DELETE') gateway.guilds.find(guildOf(event))?.refresh(accountId)
    else
      for (const session of gateway.sessions.ofAccount(accountId)) hearAccountEvent(gateway, session, event)
    gateway.delivery.heard(at)
  })
  return () => {
    stopStatus()
    stopEvents()
  }
}

/** Whether it says that its account joined a guild. */
export function isJoin({ t }: Dispatch): boolean {
  return t === 'GUILD_CREATE'
}

/** GUILD_CREATE means that the account joined: the session is let into the guild, which makes the whole event. */
export function hearAccountEvent(gateway: Gateway, session: Session, event: Dispatch): void {
  if (session.early) session.early.push(event)
  else if (isJoin(event)) {
    if (!session.passing) void join(gateway, session, guildOf(event))
  } else if (isFor(session, event)) gateway.delivery.give(session, new EventFrames(event).for(session))
}

/** What has to do with a guild goes to its shard; direct messages, and all else, to the first one. */
function isFor(session: Session, { t, d }: Dispatch): boolean {
  const { guild_id } = d as { readonly guild_id?: string }
  if (guild_id === undefined) return (session.shard?.[0] ?? 0) === 0 && session.wants(intentOf(t, 'direct'))
  return session.covers(guild_id) && session.wants(intentOf(t, 'guild'))
}

function guildOf(event: Dispatch): string {
  const { id } = event.d as { readonly id?: string }
  return id ?? ''
}

async function join(gateway: Gateway, session: Session, guildId: string): Promise<void> {
  if (!session.covers(guildId)) return
  session.joining += 1
  try {
    await gateway.guilds.admit(session, guildId)
  } catch (error) {
    gateway.log.error('gateway.join_failed', { error })
  } finally {
    session.joining -= 1
  }
}
