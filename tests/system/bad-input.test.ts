import { createAccount } from '@alles/accounts/contract'
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
import { callSamples } from '../support/call-samples.ts'
import { guildSamples } from '../support/guild-samples.ts'
import { operate } from '../support/operator.ts'
import { addBot, makeGuild, signIn, signUp, solvedChallenge, type TestPerson } from '../support/person.ts'
import { smallestPicture } from '../support/pictures.ts'
import { sampleInput, type Samples } from '../support/sample-input.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { openWire, type Wire, type WireAnswer } from '../support/wire.ts'

const calls: Call[] = services
  .flatMap((service) => Object.values(service.contract as Readonly<Record<string, unknown>>))
  .filter(isCall)
  .filter((call) => call.http !== undefined)
const named = calls.map((call) => [call.name, call] as const)

let server: TestServer
let wire: Wire
let owner: TestPerson
let guest: TestPerson
let botToken = ''
let application = ''
let samples: Samples
let deleted = true
let upload = ''

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  wire = openWire(server.origin)
  owner = await signUp(server.origin)
  guest = await signUp(server.origin)
  expect((await operate(server.directory, ['admin', 'grant', owner.username])).status).toBe(0)
  botToken = await addBot(guest, await makeGuild(guest))
  await asBefore()
})

afterAll(async () => {
  await wire?.close()
  await server?.remove()
})

/** There is a session, an application and a guild with everything in it, whatever has been deleted. */
async function asBefore(): Promise<void> {
  if ((await owner.raw('GET', '/api/alles/session')).status === 401) owner = await signIn(owner)
  if (!deleted) return
  deleted = false
  for (const { id } of await owner.call<{ id: string }[]>('GET', '/api/v10/users/@me/guilds'))
    await owner.raw('DELETE', `/api/v10/guilds/${id}`)
  application = await applicationOf(owner)
  ;({ samples } = await guildSamples({ owner, guest, application }))
  upload = await uploadOf(owner)
  samples = {
    ...samples,
    ...callSamples,
    'accounts.changeUsername.username': [owner.username],
    'accounts.getProfile.username': [owner.username],
    'accounts.makePrimary.id': [owner.id],
    'media.deleteUpload.id': [upload],
    token: [await fileTokenOf(owner)],
  }
}

/** Another upload in place of the one before, so that there are never many. */
async function uploadOf(person: TestPerson): Promise<string> {
  if (upload !== '') await person.raw('DELETE', `/api/alles/uploads/${upload}`)
  const answer = await wire.ask({
    method: 'POST',
    path: '/api/alles/uploads',
    headers: { cookie: person.cookie, 'content-type': 'image/gif' },
    body: smallestPicture,
  })
  return (JSON.parse(answer.text) as { upload: { id: string } }).upload.id
}

/** What stands at the end of where a file is sent to. */
async function fileTokenOf(person: TestPerson): Promise<string> {
  const [channel = ''] = (samples.channelId ?? []) as string[]
  const { attachments } = await person.call<{ attachments: { upload_url: string }[] }>(
    'POST',
    `/api/v10/channels/${channel}/attachments`,
    { files: [{ filename: 'beds.gif', file_size: smallestPicture.length }] },
  )
  return attachments[0]?.upload_url.split('/').at(-1) ?? ''
}

async function applicationOf(person: TestPerson): Promise<string> {
  const path = '/api/alles/applications'
  const { applications } = await person.call<{ applications: { id: string }[] }>('GET', path)
  const known = applications.find(({ id }) => id === application)
  if (known) return known.id
  const made = await person.call<{ application: { id: string } }>('POST', path, {
    name: 'Weatherbot',
    redirect_uris: [],
    terms_url: 'https://example.org/terms',
    privacy_url: 'https://example.org/privacy',
  })
  await person.call('POST', `${path}/${made.application.id}/bot`)
  return made.application.id
}

/** What was answered otherwise than it should be, readable in a failed test. */
async function complaints(
  call: Call,
  attempts: readonly Attempt[],
  credentials: Readonly<Record<string, string>>,
): Promise<string[]> {
  const found: string[] = []
  const waiting = attempts.toReversed()
  const ask = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { request, about } = next
      const answer = await wire.ask({ ...request, headers: { ...credentials, ...request.headers } })
      const fault = answerFault(call.protocol, answer, call) ?? unmet(next, answer)
      if (fault !== null) found.push(`${about}: ${fault} (${answer.status} ${answer.text.slice(0, 300)})`)
    }
  }
  await Promise.all(Array.from({ length: 6 }, ask))
  return found
}

function unmet({ mustRefuse, names = [] }: Attempt, { status, text }: WireAnswer): string | null {
  if (mustRefuse && status < 400) return 'was taken'
  const missing = names.filter((name) => !text.includes(JSON.stringify(name)))
  return status === 400 && missing.length > 0 ? `does not name ${missing.join(', ')}` : null
}

/**
 * Calls that are refused to an administrator who owns the guild, signs in with a password alone and has no requests or
 * pictures, or that want a captcha or a secret. All others take their sample.
 */
const outOfReach: ReadonlySet<string> = new Set([
  'accounts.createAccount',
  'accounts.endSession',
  'accounts.changeUsername',
  // Nobody applies, was invited or recovers, and there is no second way in.
  'accounts.approveApplicant',
  'accounts.refuseApplicant',
  'accounts.deleteInvitation',
  'accounts.finishRecovery',
  'accounts.recoverWithCode',
  'accounts.resendVerification',
  'accounts.verifyContact',
  'accounts.removePassword',
  'accounts.confirmTotp',
  'accounts.addPasskey',
  'accounts.renamePasskey',
  'accounts.removePasskey',
  'accounts.signInWithPasskey',
  'accounts.startPasskeyConfirmation',
  'accounts.confirmWithPasskey',
  'chat.getBan',
  'chat.leaveGuild',
  // Whom it would ask is a friend already.
  'chat.requestFriend',
  // Nothing has a picture, and addresses of files are signed.
  'media.showAttachment',
  // It has its one template, is not deleted, and its rules change while others are asked.
  'chat.createTemplate',
  'chat.restoreGuild',
  'chat.agreeToRules',
  // A form with a file, which JSON is not.
  'chat.createSticker',
  'media.showAvatar',
  'media.showBanner',
  'media.showEmoji',
  'media.showIcon',
  'media.showLogo',
  'media.showMemberAvatar',
  'media.showPreview',
  'media.showRoleIcon',
  'media.showSticker',
  'oauth.getBotApplication',
  'oauth.getCurrentApplication',
  // A sign-in under way, a device that waits, a connection and a second secret.
  'oauth.getInteraction',
  'oauth.allowInteraction',
  'oauth.denyInteraction',
  'oauth.getDeviceRequest',
  'oauth.decideDeviceRequest',
  'oauth.deleteConnection',
  'oauth.deleteSecret',
  'privacy.downloadExport',
  'privacy.withdrawRequest',
])

/** Without this, refusals of what is wrong would prove nothing. */
async function expectTaken(call: Call): Promise<void> {
  const request = requestOf(call, sampleInput(call, samples))
  const answer = await wire.ask({
    ...request,
    headers: { 'content-type': 'application/json', ...request.headers, cookie: owner.cookie },
  })
  if (!outOfReach.has(call.name))
    expect([answer.status, answer.text]).toEqual([call.status ?? expect.toBeOneOf([200, 204]), answer.text])
  deleted = addressOf(call).method === 'DELETE'
}

describe('refuses what is wrong, and nothing breaks, for a person who has just signed in:', () => {
  test.each(named)('%s', async (_, call) => {
    await asBefore()
    await expectTaken(call)
    await asBefore()
    const input = sampleInput(call, samples)
    const attempts = [
      ...pathAttempts(call, input),
      ...queryAttempts(call, input),
      ...fieldAttempts(call, input),
      unknownFieldAttempt(call, input),
      ...bodyAttempts(call, input),
    ]
    expect(await complaints(call, attempts, { cookie: owner.cookie })).toEqual([])
    deleted = addressOf(call).method === 'DELETE'
  })
})

/** One of each kind: enough where the request gets no further than the door. */
function fewAttempts(call: Call): Attempt[] {
  const input = sampleInput(call, samples)
  const kinds = [pathAttempts, queryAttempts, fieldAttempts, bodyAttempts]
  return kinds.flatMap((attempts) => attempts(call, input).slice(0, 1))
}

test('refuses what is wrong from a bot, and lets it nowhere else', async () => {
  await asBefore()
  const credentials = { authorization: `Bot ${botToken}` }
  for (const call of calls) {
    const open = call.caller === 'account' || call.caller === 'anyone'
    expect([call.name, await complaints(call, fewAttempts(call), credentials)]).toEqual([call.name, []])
    if (open) continue
    const answer = await wire.ask({
      ...requestOf(call, sampleInput(call, samples)),
      headers: { ...credentials, 'content-type': 'application/json' },
    })
    expect([call.name, answer.status]).toEqual([call.name, 403])
  }
})

test('refuses what is wrong from nobody, and lets nobody in', async () => {
  await asBefore()
  for (const call of calls) {
    expect([call.name, await complaints(call, fewAttempts(call), {})]).toEqual([call.name, []])
    if (call.caller === 'anyone') continue
    const answer = await wire.ask(requestOf(call, sampleInput(call, samples)))
    expect([call.name, answer.status]).toEqual([call.name, 401])
  }
})

test('refuses credentials that are none', async () => {
  const wrong = ['Bot', 'Bot ', 'Bot x', `Bot ${'x'.repeat(4000)}`, `Bearer ${botToken}`, 'Basic eDp5', '%00']
  const cookies = [
    'session=',
    'session=x',
    `session=${'y'.repeat(4000)}`,
    'session=%00; session=a',
    'session="',
  ]
  const all = [...wrong.map((authorization) => ({ authorization })), ...cookies.map((cookie) => ({ cookie }))]
  for (const headers of [...all, { cookie: owner.cookie, 'alles-account': 'abc' }]) {
    for (const [protocol, path] of [
      ['alles', '/api/alles/session'],
      ['discord', '/api/v10/users/@me'],
    ] as const) {
      const answer = await wire.ask({ method: 'GET', path, headers })
      expect([headers, answer.status >= 401 && answer.status <= 403, answerFault(protocol, answer)]).toEqual([
        headers,
        true,
        null,
      ])
    }
  }
})

test('refuses names that are none even when everything else is right', async () => {
  const names = ['', ' ', 'a', '\ud800a', 'a\u001b', '\u{1f469}\u200d\u{1f469}', '\u202eabc', 'a b']
  for (const username of names) {
    const body = {
      username,
      password: 'correct horse',
      age: 30,
      altcha: await solvedChallenge(server.origin),
    }
    const answer = await wire.ask({
      method: 'POST',
      path: '/api/alles/accounts',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect([username, answerFault('alles', answer, createAccount), answer.status]).toEqual([
      username,
      null,
      400,
    ])
  }
})

test('there is nothing at unknown addresses, and no other method at known ones', async () => {
  const unknown = ['/', '/none', '/%2e%2e/none', '//channels', '/guilds/1/none', '/@me']
  for (const [protocol, prefixed] of [
    ['alles', ['/api/alles']],
    ['discord', ['/api/v10', '/api/v9', '/api']],
  ] as const)
    for (const path of prefixed.flatMap((prefix) => unknown.map((rest) => prefix + rest))) {
      const answer = await wire.ask({ method: 'GET', path, headers: { cookie: owner.cookie } })
      expect([path, answer.status, answerFault(protocol, answer)]).toEqual([path, 404, null])
    }
  for (const [index, call] of calls.entries()) {
    const good = requestOf(call, sampleInput(call, samples))
    const method = ['TRACE', 'PROPFIND', 'OPTIONS'][index % 3] ?? 'TRACE'
    const answer = await wire.ask({ method, path: good.path })
    expect([call.name, answer.status, answerFault(call.protocol, answer)]).toEqual([call.name, 405, null])
    expect(answer.headers.allow).toContain(good.method)
  }
})

test('nothing of all this was a bug, and the server lives', async () => {
  const said = server.output()
  for (const bug of ['http.bug', 'http.unlisted_refusal', 'http.wrong_output', '"level":"error"'])
    expect(said).not.toContain(bug)
  expect((await wire.ask({ method: 'GET', path: '/readyz' })).status).toBe(200)
  const me = await owner.call<{ polluted?: unknown }>('GET', '/api/v10/users/@me')
  expect(me.polluted).toBeUndefined()
})
