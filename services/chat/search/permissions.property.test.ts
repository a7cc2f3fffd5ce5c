import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bits } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { found, whenFound } from './testing/when-found.ts'

let running: RunningChat
let ada: Person
let people: Person[]
let guildId: string
let places: string[]
let roles: string[]
let secret: string
beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  people = [await running.person(), await running.person(), await running.person()]
  guildId = (await running.guildOf(ada, ...people)).id
  const made = await Promise.all(
    ['one', 'two', 'three'].map((name) => ada.api.createChannel({ guildId, name, type: 0 })),
  )
  const channels = made.map((one) => one.id)
  roles = []
  for (const name of ['red', 'blue']) {
    const role = await ada.api.createRole({ guildId, name, permissions: '0' })
    roles.push(role.id)
    for (const person of name === 'red' ? people.slice(0, 2) : people.slice(1))
      await ada.api.giveRole({ guildId, userId: person.id, roleId: role.id })
  }
  const thread = async (at: number, type: 11 | 12) =>
    (await ada.api.startThread({ channelId: channels[at] ?? '', name: 'thread', type })).id
  secret = await thread(1, 12)
  places = [...channels, await thread(0, 11), secret]
  const sent: string[] = []
  for (const channelId of places) sent.push((await ada.api.sendMessage({ channelId, content: 'heron' })).id)
  await whenFound(() => ada.api.searchGuild({ guildId, content: 'heron' }), sent.toReversed())
})
afterAll(() => running.stop())

const judged = [
  bits('VIEW_CHANNEL'),
  bits('READ_MESSAGE_HISTORY'),
  bits('VIEW_CHANNEL', 'READ_MESSAGE_HISTORY'),
  0n,
]
const overwrites = fc.array(
  fc.record({
    place: fc.nat(2),
    target: fc.nat(5),
    allow: fc.constantFrom(...judged),
    deny: fc.constantFrom(...judged),
  }),
  { minLength: 1, maxLength: 5 },
)

test('a search finds and counts what its channels show to whoever asks, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(overwrites, fc.boolean(), async (changes, inside) => {
      const targets = [guildId, ...roles, ...people.map((one) => one.id)]
      for (const { place, target, allow, deny } of changes) {
        const type = target < 3 ? 0 : 1
        const at = { channelId: places[place] ?? '', overwriteId: targets[target] ?? '' }
        await ada.api.setOverwrite({ ...at, type, allow: `${allow}`, deny: `${deny & ~allow}` })
      }
      const [, guest] = people
      const member = { channelId: secret, userId: guest?.id ?? '' }
      await (inside ? ada.api.addThreadMember(member) : ada.api.removeThreadMember(member)).catch(
        () => undefined,
      )
      for (const person of people) {
        const shown = (await Promise.all(places.map((channelId) => shownTo(person, channelId)))).flat()
        const answer = await person.api.searchGuild({ guildId, content: 'heron' })
        expect(found(answer).toSorted()).toEqual(shown.toSorted())
        expect(answer.total_results).toBe(shown.length)
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)

/** What the channel itself shows; nothing where it is refused. */
async function shownTo(person: Person, channelId: string): Promise<string[]> {
  const code = await running.codeOf(person.api.listMessages({ channelId }))
  if (code !== 'done') return []
  const messages = await person.api.listMessages({ channelId })
  return messages.filter((one) => one.content === 'heron').map((one) => one.id)
}
