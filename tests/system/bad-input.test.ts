import { addressOf, isCall, type Call } from '@alles/platform/contract'
import { services } from '@alles/server/services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerFault } from '../support/answer-fault.ts'
import {
  bodyAttempts,
  fieldAttempts,
  pathAttempts,
  queryAttempts,
  requestOf,
  unknownFieldAttempt,
  type Attempt,
} from '../support/bad-attempts.ts'
import {
  addBot,
  invite,
  makeGuild,
  signIn,
  signUp,
  solvedChallenge,
  type TestGuild,
  type TestPerson,
} from '../support/person.ts'
import { sampleInput, type Samples } from '../support/sample-input.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { openWire, type Wire, type WireAnswer } from '../support/wire.ts'

const calls: Call[] = services
  .flatMap((service) => Object.values<unknown>(service.contract))
  .filter(isCall)
  .filter((call) => call.http !== undefined)

let server: TestServer
let wire: Wire
let owner: TestPerson
let guest: TestPerson
let application = ''

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  wire = openWire(server.origin)
  owner = await signUp(server.origin)
  guest = await signUp(server.origin)
})

afterAll(async () => {
  await wire?.close()
  await server?.remove()
})

type Credentials = Readonly<Record<string, string>>

/** A guild with one of everything, so that ids can be right; deleted afterwards. */
async function inGuild(work: (guild: TestGuild, samples: Samples) => Promise<void>): Promise<void> {
  const guild = await makeGuild(owner)
  await invite(owner, guild, guest)
  const make = <T>(path: string, body: object) => owner.call<T>('POST', `/api/v10${path}`, body)
  const message = await make<{ id: string }>(`/channels/${guild.channel}/messages`, { content: 'Hello' })
  const role = await make<{ id: string }>(`/guilds/${guild.id}/roles`, { name: 'Gardeners' })
  const { code } = await make<{ code: string }>(`/channels/${guild.channel}/invites`, { unique: true })
  const category = await make<{ id: string }>(`/guilds/${guild.id}/channels`, { name: 'Beds', type: 4 })
  const overwrite = { id: role.id, type: 0, allow: '0', deny: '0' }
  await work(guild, {
    guildId: [guild.id],
    guild_id: [guild.id],
    channelId: [guild.channel],
    channel_id: [guild.channel],
    parent_id: [category.id],
    messageId: [message.id],
    userId: [guest.id],
    owner_id: [owner.id],
    roleId: [role.id],
    overwriteId: [role.id],
    'accounts.endSession.id': ['1'],
    'privacy.downloadExport.id': ['1'],
    'privacy.withdrawRequest.id': ['1'],
    id: [application],
    client_id: [application],
    account: [owner.id],
    type: [0],
    name: ['Allotment'],
    nick: ['Green'],
    query: ['per'],
    scope: ['bot', 'account'],
    kind: ['access'],
    mode: ['pseudonymise'],
    permissions: ['0'],
    allow: ['0'],
    deny: ['0'],
    content: ['Hello'],
    nonce: ['one'],
    code: [code, null],
    'accounts.signIn.code': [null],
    'accounts.confirmPassword.code': [null],
    login: [owner.username],
    password: [owner.password],
    age: [30],
    email: [null],
    altcha: ['AAAA'],
    redirect_uris: [['https://example.org/back']],
    terms_url: ['https://example.org/terms'],
    privacy_url: ['https://example.org/privacy'],
    'chat.moveChannels.moves': [
      [{ id: guild.channel, position: 1, parent_id: category.id, lock_permissions: true }],
    ],
    'chat.moveRoles.moves': [[{ id: role.id, position: 1 }]],
    permission_overwrites: [[overwrite]],
    roles: [[role.id]],
    colors: [{ primary_color: 1 }],
    channels: [
      [
        { id: '1', name: 'beds', type: 4 },
        { name: 'talk', type: 0, parent_id: '1', topic: 'x' },
      ],
    ],
    message_reference: [{ type: 0, message_id: message.id, channel_id: guild.channel, guild_id: guild.id }],
    allowed_mentions: [{ parse: ['roles'], users: [guest.id], roles: [role.id], replied_user: true }],
  })
  await owner.raw('DELETE', `/api/v10/guilds/${guild.id}`)
}

/** Some calls sign out or delete the application: what the next one needs is there again. */
async function asBefore(): Promise<void> {
  if ((await owner.raw('GET', '/api/alles/session')).status === 401) owner = await signIn(owner)
  const { applications } = await owner.call<{ applications: { id: string }[] }>(
    'GET',
    '/api/alles/applications',
  )
  if (applications.some(({ id }) => id === application)) return
  const { application: made } = await owner.call<{ application: { id: string } }>(
    'POST',
    '/api/alles/applications',
    {
      name: 'Weatherbot',
      redirect_uris: [],
      terms_url: 'https://example.org/terms',
      privacy_url: 'https://example.org/privacy',
    },
  )
  application = made.id
  await owner.call('POST', `/api/alles/applications/${application}/bot`)
}

interface Complaint {
  readonly call: string
  readonly about: string
  readonly fault: string
  readonly answer: string
}

let sent = 0

async function complaintsAbout(
  call: Call,
  attempts: readonly Attempt[],
  credentials: Credentials,
): Promise<Complaint[]> {
  const complaints: Complaint[] = []
  const waiting = [...attempts]
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { request, about } = next
      const answer = await wire.ask({ ...request, headers: { ...credentials, ...request.headers } })
      sent += 1
      const fault = answerFault(call.protocol, answer, call) ?? unmet(next, answer)
      if (fault !== null)
        complaints.push({
          call: call.name,
          about,
          fault,
          answer: `${answer.status} ${answer.text.slice(0, 300)}`,
        })
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return complaints
}

function unmet({ mustRefuse, names = [] }: Attempt, { status, text }: WireAnswer): string | null {
  if (mustRefuse && status < 400) return 'was taken'
  const missing = names.filter((name) => !text.includes(JSON.stringify(name)))
  return status === 400 && missing.length > 0 ? `does not name ${missing.join(', ')}` : null
}

describe('as a person who has just signed in', () => {
  const asOwner = () => ({ cookie: owner.cookie })

  test.each(calls.map((call) => [call.name, call] as const))('%s', async (_, call) => {
    await asBefore()
    await inGuild(async (_guild, samples) => {
      const input = sampleInput(call, samples)
      const attempts = [
        ...pathAttempts(call, input),
        ...queryAttempts(call, input),
        ...fieldAttempts(call, input),
        unknownFieldAttempt(call, input),
        ...bodyAttempts(call, input),
      ]
      expect(await complaintsAbout(call, attempts, asOwner())).toEqual([])
    })
  })
})

test('sent', () => {
  process.stderr.write(`sent ${sent}\n`)
  for (const call of calls) process.stderr.write(`${call.name} ${addressOf(call).body.length}\n`)
  ;(void requestOf, addBot, solvedChallenge)
})
