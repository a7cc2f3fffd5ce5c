import { Client, Events, GatewayIntentBits, Partials, type ClientOptions } from 'discord.js'

const intents = Object.values(GatewayIntentBits).filter((bit) => typeof bit === 'number')
const partials = [Partials.Channel, Partials.GuildMember, Partials.Message, Partials.User]

/** A stock discord.js client pointed here, with every intent, ready. Close it with `destroy()`. */
export async function startBot(
  origin: string,
  token: string,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents,
    partials,
    rest: { api: `${origin}/api`, cdn: `${origin}/media`, version: '10' },
    ws: { version: 10 },
    ...options,
  })
  const ready = new Promise<Client<true>>((resolve, reject) => {
    client.once(Events.ClientReady, resolve)
    client.once(Events.Error, reject)
  })
  await client.login(token)
  return ready
}
