import { Nothing, query, z } from '@alles/platform/contract'

/** https://docs.discord.com/developers/events/gateway#get-gateway */
export const getGateway = query('gateway.getGateway', {
  about: 'Where clients open their socket.',
  protocol: 'discord',
  http: 'GET /gateway',
  caller: 'anyone',
  input: Nothing,
  output: z.object({ url: z.string() }),
})

/** https://docs.discord.com/developers/events/gateway#get-gateway-bot */
export const getGatewayBot = query('gateway.getGatewayBot', {
  about: 'Where a bot opens its socket, and how often it may.',
  protocol: 'discord',
  http: 'GET /gateway/bot',
  caller: 'account',
  input: Nothing,
  output: z.object({
    url: z.string(),
    shards: z.int(),
    session_start_limit: z.object({
      total: z.int(),
      remaining: z.int(),
      reset_after: z.int(),
      max_concurrency: z.int(),
    }),
  }),
})
