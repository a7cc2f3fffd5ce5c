import { createIds, randomBelow, systemClock } from '@alles/platform/ids'
import { startReceivers } from '../load/receiver-process.ts'
import { percentile } from '../load/measure.ts'
import { addMembers } from '../world/settle.ts'
import type { RunningWorld } from '../world/start-world.ts'

const ids = createIds(systemClock, 1022, randomBelow)

/** Milliseconds until a session with nothing but one guild has it, by how many members that has. */
export async function openings(
  running: RunningWorld,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { world } = running
  const guilds = await Promise.all(sizes.map((_, at) => makeGuild(world.origin, world.loners[at] ?? '')))
  await running.whileStopped(async (stores) => {
    for (const [at, size] of sizes.entries())
      await addMembers(
        stores,
        Array.from({ length: size }, () => ({ guildId: guilds[at] ?? '', id: ids.blurred() })),
      )
  })
  const taken = new Map<number, number[]>(sizes.map((size) => [size, []]))
  for (let turn = 0; turn < 30; turn += 1)
    for (const [at, size] of sizes.entries()) {
      const url = `${world.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`
      const receivers = await startReceivers(url, 1, [world.loners[at] ?? ''])
      taken.get(size)?.push(await receivers.open())
      await receivers.end()
    }
  return new Map([...taken].map(([size, all]) => [size, percentile(all, 0.5)]))
}

async function makeGuild(origin: string, cookie: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v10/guilds`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'The whole town' }),
  })
  if (!answer.ok) throw new Error(`a guild was refused with ${answer.status}`)
  return ((await answer.json()) as { id: string }).id
}
