import { event, z } from '@alles/platform/contract'

/** Where all gateway processes hear each other, and where one of them does. */
export const gatewaysTopic = 'gateways'
export const gatewayTopic = (id: string) => `gateway:${id}`

export const gatewayAlive = event('gateway.alive', {
  about: 'A gateway process lives; said every few seconds.',
  delivery: 'realtime',
  data: z.object({ from: z.string(), takesSessions: z.boolean() }),
})

export const gatewayGone = event('gateway.gone', {
  about: 'A gateway process stops: nothing of what it said of its sessions holds any more.',
  delivery: 'realtime',
  data: z.object({ from: z.string() }),
})
