import type { Bus } from '@alles/platform/events'
import type { Log } from '@alles/platform/log'
import {
  accountTopic,
  conversationPermissions,
  dispatch,
  holds,
  type Dispatch,
  type GuildState,
} from '../contract/index.ts'
import type { GuildStates } from '../guild-state/guild-states.ts'

export interface DirectBusParts {
  readonly bus: Bus
  readonly guilds: Pick<GuildStates, 'peek' | 'get'>
  readonly log: Log
}

/**
 * The bus as chat uses it. What is told of the channel of a conversation, which has the conversation's own id, goes to
 * the accounts in it, on the topic of each, and speaks of no guild.
 */
export function createDirectBus({ bus, guilds, log }: DirectBusParts): Bus {
  const reading = new Set<Promise<boolean>>()
  const directed =
    (to: Bus['publish']): Bus['publish'] =>
    (topic, event, data) => {
      const id = event.name === dispatch.name ? conversationOf(data as Dispatch) : null
      if (id === null) return to(topic, event, data)
      const known = guilds.peek(id)
      if (known) return tell(to, known, data as Dispatch)
      // Forgotten since, or changed elsewhere: whoever is in it now hears of it.
      const read = guilds.get(id).then(
        (state) => {
          if (state) tell(to, state, data as Dispatch)
          return true
        },
        (error: unknown) => {
          log.error('chat.conversation_not_told', { error })
          return false
        },
      )
      reading.add(read)
      void read.finally(() => reading.delete(read))
    }
  return {
    subscribe: (topic, event, listener) => bus.subscribe(topic, event, listener),
    publish: directed((...given) => bus.publish(...given)),
    publishHere: directed((...given) => bus.publishHere(...given)),
    async settled() {
      const told = await Promise.all(reading)
      return (await bus.settled()) && !told.includes(false)
    },
    onLapse: (listener) => bus.onLapse(listener),
  }
}

function tell(to: Bus['publish'], state: GuildState, one: Dispatch): void {
  const direct = directly(state, one)
  for (const { accountId } of hearers(state, one)) to(accountTopic(accountId), dispatch, direct)
}

function conversationOf({ audience }: Dispatch): string | null {
  return audience.kind === 'channel' && audience.guildId === audience.channelId ? audience.channelId : null
}

function hearers({ recipients }: GuildState, { audience }: Dispatch): { accountId: string }[] {
  const needs = 'needs' in audience ? (audience.needs ?? 0n) : 0n
  if (!holds(conversationPermissions, needs)) return []
  return recipients.flatMap(({ accountId, present, hidden }) =>
    accountId !== null && present && !hidden ? [{ accountId }] : [],
  )
}

/** The same without what the wire has of guilds alone. */
function directly({ kind, recipients }: GuildState, one: Dispatch): Dispatch {
  const { guild_id: _guild, member: _member, mentions, ...rest } = one.d as Record<string, unknown>
  const { reshape: _reshape, ...told } = one
  return {
    ...told,
    d: {
      ...rest,
      ...('channel_type' in rest && { channel_type: kind }),
      ...(Array.isArray(mentions) && { mentions: mentions.map(withoutMember) }),
    },
    audience: { kind: 'accounts', accountIds: recipients.flatMap(({ accountId }) => accountId ?? []) },
  }
}

function withoutMember(user: Record<string, unknown>): Record<string, unknown> {
  const { member: _, ...rest } = user
  return rest
}
