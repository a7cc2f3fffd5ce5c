import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { observations } from './observations/index.ts'
import { planted } from './planted.ts'
import { startWorld, type World } from './world.ts'

/** As few as let a leak be told from chance; see `judge.ts`. */
const pairsOfEach = 12
let world: World
beforeAll(async () => {
  world = await startWorld(pairsOfEach)
})
afterAll(() => world?.stop())

describe('two accounts of one person look like those of two people in', () => {
  test.each(observations)('$name', async (observation) => {
    expect(await judge(observation, world.eyes, world)).toBeNull()
  })
})

describe('a planted leak turns red what has to find it, and nothing else:', () => {
  test.each(planted)('$name', async ({ finds, plant }) => {
    const eyes = plant(world.eyes, world)
    const red = []
    const looked = observations.filter(({ name, slow }) => !slow || finds.includes(name))
    for (const observation of looked)
      if ((await judge(observation, eyes, world)) !== null) red.push(observation.name)
    expect(red).toEqual(finds)
  })
})
