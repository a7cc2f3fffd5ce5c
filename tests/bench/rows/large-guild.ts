import { createIds, randomBelow, systemClock } from '@alles/platform/ids'
import { makeGuild } from '../../support/person.ts'
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
  const owners = world.loners.slice(0, sizes.length)
  const guilds = await Promise.all(owners.map((owner) => makeGuild(owner, 'The whole town')))
  await running.whileStopped(async (stores) => {
    for (const [at, size] of sizes.entries())
      await addMembers(
        stores,
        Array.from({ length: size }, () => ({ guildId: guilds[at]?.id ?? '', id: ids.blurred() })),
      )
  })
  const taken = new Map<number, number[]>(sizes.map((size) => [size, []]))
  for (let turn = 0; turn < 30; turn += 1)
    for (const [at, size] of sizes.entries()) {
      const url = `${world.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`
      const receivers = await startReceivers(url, 1, [owners[at]?.cookie ?? ''])
      taken.get(size)?.push(await receivers.open())
      await receivers.end()
    }
  return new Map([...taken].map(([size, all]) => [size, percentile(all, 0.5)]))
}
