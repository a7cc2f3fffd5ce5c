import { firstChannel } from '../state/channel-tree.ts'
import type { State } from '../state/entities.ts'
import type { Client } from './client.ts'

/** How long a change of ours may take to come back by the socket, in milliseconds. */
const arrivalMs = 10_000

export interface ChannelPlace {
  readonly guildId: string
  readonly channelId: string
}

/** Makes a server and waits until it is here; answers where it opens. */
export async function createGuild(client: Client, name: string): Promise<ChannelPlace> {
  const guild = await client.api.chat.createGuild({ name })
  return openingOf(client, guild.id, null)
}

/** Joins the server of an invite and waits until it is here; answers where the invite leads. */
export async function joinGuild(client: Client, code: string): Promise<ChannelPlace> {
  const joined = await client.api.chat.acceptInvite({ code })
  return openingOf(client, joined.guild_id, joined.channel.id)
}

/** Makes a channel and waits until it is here. */
export async function createChannel(
  client: Client,
  guildId: string,
  made: { readonly name: string; readonly kind: 'text' | 'category'; readonly parentId: string | null },
): Promise<ChannelPlace> {
  const channel = await client.api.chat.createChannel({
    guildId,
    name: made.name,
    type: made.kind === 'text' ? 0 : 4,
    ...(made.parentId !== null && { parent_id: made.parentId }),
  })
  await arrival(client, (state) => channel.id in state.channels)
  return { guildId, channelId: channel.id }
}

async function openingOf(client: Client, guildId: string, wanted: string | null): Promise<ChannelPlace> {
  await arrival(client, (state) => guildId in state.guilds)
  const { channels } = client.store.getState().entities
  const channelId = wanted !== null && wanted in channels ? wanted : firstChannel(channels, guildId)?.id
  return { guildId, channelId: channelId ?? wanted ?? '' }
}

/** Waits until what the server answered has come by the socket too: that is where the screen learns of it. */
async function arrival(client: Client, isHere: (state: State) => boolean): Promise<void> {
  if (isHere(client.store.getState().entities)) return
  await new Promise<void>((resolve) => {
    const done = () => {
      client.timers.clear(timer)
      stop()
      resolve()
    }
    const timer = client.timers.set(done, arrivalMs)
    const stop = client.store.subscribe((state) => {
      if (isHere(state.entities)) done()
    })
  })
}
