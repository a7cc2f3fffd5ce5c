import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allSteps } from './discord-js/all-steps.ts'
import { eventsSent, unasked } from './discord-js/coverage.ts'
import { served } from './discord-js/served-routes.ts'
import { setStage, type Stage } from './discord-js/stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, 180_000)

afterAll(async () => {
  await stage?.bot.destroy()
  await stage?.server.remove()
})

describe('a stock discord.js client', () => {
  test.each(allSteps.map((step) => [step.name, step] as const))('%s', (_, step) => step.run(stage))
})

describe('of all that is served, the steps above', () => {
  test('asked for every route but those that say why', () => {
    const { routes } = stage.tally
    const missing = served.filter((route) => !routes.has(route))
    process.stdout.write(
      `${allSteps.length} steps, ${routes.size} of ${served.length} routes of v10, ${stage.tally.events.size} events\n`,
    )
    expect(missing.toSorted()).toEqual(Object.keys(unasked).toSorted())
  })

  test('heard every event that bots are sent', () => {
    expect([...stage.tally.events].toSorted()).toEqual(eventsSent.toSorted())
  })
})
