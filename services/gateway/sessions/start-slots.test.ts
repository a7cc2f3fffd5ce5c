import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGateway, type RunningGateway } from '../testing/start-gateway.ts'

const slots = 32
const accepted = 'net.server.socket'
let running: RunningGateway

beforeAll(async () => {
  running = await startGateway()
})
afterAll(() => running.stop())

/** What a socket says whose client stopped reading. */
function makeFull(message: unknown): void {
  const { socket } = message as { socket: Socket }
  Object.defineProperty(socket, 'writableNeedDrain', { value: true })
}

test('clients who identify and do not read keep nobody else from beginning', async () => {
  const grace = await running.person()
  await running.guild(grace)
  subscribe(accepted, makeFull)
  const deaf = await Promise.all(Array.from({ length: slots }, () => grace.connect()))
  unsubscribe(accepted, makeFull)
  for (const client of deaf) client.say(2, { token: '' })
  await vi.waitFor(async () => expect(await running.metrics.text()).toContain(`gateway_sessions ${slots}`))
  const other = await running.person()
  await running.guild(other)
  const client = await other.session()
  expect(client.events('GUILD_CREATE')).toHaveLength(1)
  for (const one of [client, ...deaf]) await one.cut()
}, 20_000)
