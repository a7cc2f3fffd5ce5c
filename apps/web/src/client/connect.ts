import { GatewayConnection } from '../gateway/connection.ts'
import { applyEvent } from '../state/apply-event.ts'
import type { GatewayEvent } from '../state/gateway-event.ts'
import { settleByEvent } from '../state/outbox.ts'
import { firstMarks } from '../state/unread.ts'
import { actingAccount, type Client } from './client.ts'
import { settlePending, sendWaiting } from './send-message.ts'

/** Opens this tab's connection for the account that acts. `signedOut` is called when its session has ended. */
export function connect(client: Client, signedOut: () => void): void {
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
      if (status === 'signed-out') signedOut()
      else client.store.setState({ connection: status })
    },
  })
  client.connection.start()
}

/** One event from the gateway: the new state in one step, so that no picture in between is ever shown. */
export function hear(client: Client, event: GatewayEvent): void {
  client.store.setState((state) => {
    const entities = applyEvent(state.entities, event)
    const guild = event.t === 'GUILD_CREATE' ? entities.guilds[event.d.id] : undefined
    return {
      entities,
      outbox: settleByEvent(state.outbox, entities.me, event),
      read: guild
        ? firstMarks(
            state.read,
            guild,
            Object.values(entities.channels).filter((one) => one.guildId === guild.id),
          )
        : state.read,
    }
  })
  settlePending(client, event)
  if (event.t === 'READY' || event.t === 'RESUMED') sendWaiting(client)
}
