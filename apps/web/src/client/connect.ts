import { GatewayConnection } from '../gateway/connection.ts'
import { applyEvent } from '../state/apply-event.ts'
import type { State } from '../state/entities.ts'
import type { GatewayEvent } from '../state/gateway-event.ts'
import { settleByEvent } from '../state/outbox.ts'
import { firstMarks, type ReadMarks } from '../state/unread.ts'
import { actingAccount, type Client } from './client.ts'
import { forgetAsked } from './members.ts'
import { settlePending, sendWaiting } from './send-message.ts'

/**
 * Opens this tab's connection for the account that acts. `closed` is called when the gateway no longer
 * knows the session, or the account in it.
 */
export function connect(client: Client, closed: () => void): void {
  const account = actingAccount(client)
  if (account === null) return
  client.connection?.stop()
  client.connection = new GatewayConnection({
    account,
    openSocket: client.openSocket,
    timers: client.timers,
    random: client.random,
    onEvent: (event) => hear(client, event),
    onStatus: (status) => {
      if (status === 'signed-out') closed()
      else client.store.setState({ connection: status })
    },
  })
  client.connection.start()
}

/** One event from the gateway: the new state in one step, so that no picture in between is ever shown. */
export function hear(client: Client, event: GatewayEvent): void {
  const before = client.store.getState().read
  client.store.setState((state) => {
    const entities = applyEvent(state.entities, event)
    return {
      entities,
      outbox: settleByEvent(state.outbox, entities.me, event),
      read: marksAfter(state.read, entities, event),
    }
  })
  const { read } = client.store.getState()
  const account = actingAccount(client)
  if (read !== before && account !== null) client.memory.keepReadMarks(account, read)
  settlePending(client, event)
  if (event.t === 'READY') forgetAsked(client)
  if (event.t === 'READY' || event.t === 'RESUMED') sendWaiting(client)
}

/** Channels that were not here before begin as read up to where they are. */
function marksAfter(read: ReadMarks, { guilds, channels }: State, event: GatewayEvent): ReadMarks {
  if (event.t !== 'GUILD_CREATE' && event.t !== 'CHANNEL_CREATE') return read
  const guild = guilds[event.t === 'GUILD_CREATE' ? event.d.id : event.d.guild_id]
  if (!guild) return read
  return firstMarks(
    read,
    guild,
    Object.values(channels).filter((channel) => channel.guildId === guild.id),
  )
}
