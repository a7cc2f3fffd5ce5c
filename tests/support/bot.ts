import { Client, Events, GatewayIntentBits, type ClientOptions } from 'discord.js'

/** A stock discord.js client pointed here, ready. Close it with `destroy()`. */
export async function startBot(
  origin: string,
  token: string,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.MessageContent,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildModeration,
    ],
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
