import { accountTopic, dispatch, type Dispatch } from '@alles/chat/contract'
import { EventFrames } from '../frames/event-frames.ts'
import type { Gateway } from '../gateway.ts'
import { intentOf } from '../protocol/intents.ts'
import type { Session } from './session.ts'

/** Hears what concerns one account alone, for all its sessions here. Gives what stops it. */
export function listenToAccount(gateway: Gateway, accountId: string): () => void {
  return gateway.bus.subscribe(accountTopic(accountId), dispatch, (event) => {
    const at = performance.now()
    if (event.t === 'GUILD_DELETE') gateway.guilds.find(guildOf(event))?.refresh(accountId)
    else
      for (const session of gateway.sessions.ofAccount(accountId)) hearAccountEvent(gateway, session, event)
    gateway.delivery.heard(at)
  })
}

/** GUILD_CREATE means that the account joined: the session is let into the guild, which makes the whole event. */
export function hearAccountEvent(gateway: Gateway, session: Session, event: Dispatch): void {
  if (session.early) session.early.push(event)
  else if (event.t === 'GUILD_CREATE') void join(gateway, session, guildOf(event))
  else if ((session.shard?.[0] ?? 0) === 0 && session.wants(intentOf(event.t, 'direct')))
    gateway.delivery.give(session, new EventFrames(event).for(session))
}

function guildOf(event: Dispatch): string {
  const { id } = event.d as { readonly id?: string }
  return id ?? ''
}

async function join(gateway: Gateway, session: Session, guildId: string): Promise<void> {
  if (!session.covers(guildId)) return
  try {
    await gateway.guilds.admit(session, guildId)
  } catch (error) {
    gateway.log.error('gateway.join_failed', { error })
  }
}
