import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { botTokenReset, botTokensTopic } from '../contract/index.ts'
import { startOAuth, type RunningOAuth, type Send } from '../testing/start-oauth.ts'

let running: RunningOAuth

beforeAll(async () => {
  running = await startOAuth()
})
afterAll(() => running.stop())

const draft = {
  name: 'Pong Machine',
  redirect_uris: [],
  terms_url: 'https://example.org/terms',
  privacy_url: 'https://example.org/privacy',
}

async function application(send: Send): Promise<string> {
  return (await send('POST', '/applications', draft)).body.application.id
}

async function newToken(send: Send, id: string): Promise<string> {
  const answer = await send('POST', `/applications/${id}/bot`)
  expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['token']])
  return answer.body.token
}

async function developer() {
  const owner = await running.person()
  const id = await application(owner.send)
  return { owner, id }
}

async function withBot() {
  const { owner, id } = await developer()
  return { owner, id, token: await newToken(owner.send, id) }
}

interface Asked {
  readonly scope?: string
  readonly guild_id: string
  readonly permissions: string
  readonly authorize: boolean
}

async function guildOf(owner: { send: Send }): Promise<string> {
  const { body } = await owner.send('POST', '/api/v10/guilds', { name: 'Test Guild' })
  return body.id
}

describe('a bot', () => {
  test('has the id of its application, and a name near to the application’s', async () => {
    const { id } = await withBot()
    const [profile] = await running.accounts.profiles({ ids: [id] })
    expect(profile).toEqual({
      id,
      username: expect.stringMatching(/^pong_machine(_\d{4})?$/),
      displayName: 'Pong Machine',
      avatar: null,
      banner: null,
      color: null,
      bot: true,
    })
  })

  test('has a token whose first part libraries read the id from', async () => {
    const { id, token } = await withBot()
    expect(token.split('.')).toHaveLength(3)
    expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toBe(id)
    expect(await running.calls.authenticateBot({ token })).toEqual({ accountId: id, applicationId: id })
  })

  test('has its token as a hash alone', async () => {
    const { id, token } = await withBot()
    const [row] = await running.parts.database.sql`
      select bot_token_hash = sha256(${token}::bytea) as same from applications where id = ${id}`
    expect(row?.['same']).toBe(true)
  })

  test('has one token at a time: the one before dies at once', async () => {
    const { owner, id, token } = await withBot()
    expect(await running.calls.authenticateBot({ token })).not.toBeNull()
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(botTokensTopic, botTokenReset, heard)
    const next = await newToken(owner.send, id)
    unsubscribe()
    expect(heard).toHaveBeenCalledExactlyOnceWith({ accountId: id })
    expect(await running.calls.authenticateBot({ token })).toBeNull()
    expect((await running.bot(token)('GET', '/api/v10/oauth2/applications/@me')).status).toBe(401)
    expect(await running.calls.authenticateBot({ token: next })).not.toBeNull()
  })

  test.each(['', 'x', 'a.b.c', `${'x'.repeat(24)}.${'x'.repeat(6)}.${'x'.repeat(43)}`])(
    'is not had by the token %j',
    async (token) => expect(await running.calls.authenticateBot({ token })).toBeNull(),
  )

  test('is known from memory for thirty seconds and no longer', async () => {
    const { id, token } = await withBot()
    await running.calls.authenticateBot({ token })
    await running.parts.database.sql`update applications set bot_token_hash = null where id = ${id}`
    expect(await running.calls.authenticateBot({ token })).not.toBeNull()
    running.clock.advance(30_001)
    expect(await running.calls.authenticateBot({ token })).toBeNull()
  })
})

describe('a bot’s own application', () => {
  test.each(['/api/v10/oauth2/applications/@me', '/api/v9/applications/@me'])('is at %s', async (path) => {
    const { owner, id, token } = await withBot()
    const answer = await running.bot(token)('GET', path)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      id,
      name: 'Pong Machine',
      bot_public: true,
      flags: 0,
      bot: { id, bot: true },
      owner: { id: owner.id },
      terms_of_service_url: draft.terms_url,
    })
  })

  test('is for bots', async () => {
    const { send } = await running.person()
    const answer = await send('GET', '/api/v10/oauth2/applications/@me')
    expect([answer.status, answer.body.code]).toEqual([403, 20002])
  })
})

describe('adding a bot to a guild', () => {
  const authorize = (send: Send, client: string, { scope = 'bot applications.commands', ...body }: Asked) => {
    const search = new URLSearchParams({ client_id: client, scope, permissions: '3072' })
    return send('POST', `/api/v10/oauth2/authorize?${search.toString()}`, body)
  }

  test('makes it a member with a role of its own, once', async () => {
    const { id } = await withBot()
    const admin = await running.person()
    const guild = await guildOf(admin)
    for (const _ of [1, 2]) {
      const answer = await authorize(admin.send, id, {
        guild_id: guild,
        permissions: '3072',
        authorize: true,
      })
      expect([answer.status, answer.body]).toEqual([200, { location: `/channels/${guild}` }])
    }
    const state = await running.chat.guildState({ guildId: guild })
    const [member] = await running.chat.guildMembers({ guildId: guild, accountIds: [id] })
    const roles = state?.roles.filter((role) => role.botId === id) ?? []
    expect(roles).toHaveLength(1)
    expect(roles[0]).toMatchObject({ name: 'Pong Machine', managed: true, permissions: 3072n })
    expect(member?.roleIds).toContain(roles[0]?.id)
  })

  test('is for those who may manage the guild', async () => {
    const { owner, id } = await withBot()
    const guild = await guildOf(await running.person())
    const answer = await authorize(owner.send, id, { guild_id: guild, permissions: '8', authorize: true })
    expect([403, 404]).toContain(answer.status)
    const missing = await authorize(owner.send, id, { guild_id: '1', permissions: '0', authorize: true })
    expect(missing.status).toBe(404)
  })

  test('is not for bots', async () => {
    const { id, token } = await withBot()
    const guild = await guildOf(await running.person())
    const send = running.bot(token)
    expect((await authorize(send, id, { guild_id: guild, permissions: '0', authorize: true })).status).toBe(
      403,
    )
  })

  test('refuses what cannot be added', async () => {
    const admin = await running.person()
    const guild = await guildOf(admin)
    const body = { guild_id: guild, permissions: '0', authorize: true }
    const { id } = await withBot()
    const botless = await developer()
    const codes = [
      await authorize(admin.send, '12345', body),
      await authorize(admin.send, botless.id, body),
      await authorize(admin.send, id, { ...body, scope: 'identify' }),
      await authorize(admin.send, id, { ...body, scope: 'bot identify' }),
      await authorize(admin.send, id, { ...body, authorize: false }),
      await authorize(admin.send, id, { ...body, permissions: 'all' }),
    ].map((answer) => [answer.status, answer.body.code])
    expect(codes).toEqual([
      [404, 10002],
      [400, 50010],
      [400, 50035],
      [400, 50035],
      [400, 50035],
      [400, 50035],
    ])
  })

  test('is shown to the person first', async () => {
    const { id } = await withBot()
    const { send } = await running.person()
    const answer = await send('GET', `/api/v10/oauth2/authorize?client_id=${id}&scope=bot`)
    expect(answer.body).toMatchObject({
      application: { id, name: 'Pong Machine', privacy_policy_url: draft.privacy_url, bot: { id } },
      authorized: false,
    })
    expect(answer.body.application.redirect_uris).toBeUndefined()
  })

  test('ends when its application is deleted', async () => {
    const { owner, id } = await withBot()
    const guild = await guildOf(owner)
    await authorize(owner.send, id, { guild_id: guild, permissions: '0', authorize: true })
    await owner.send('DELETE', `/applications/${id}`)
    await running.parts.jobs.drain()
    expect(await running.chat.guildMembers({ guildId: guild, accountIds: [id] })).toEqual([])
  })
})

describe('a bot whose making was interrupted', () => {
  async function halfMade() {
    const { owner, id } = await developer()
    await running.accounts.createBotAccount({ id, username: 'half made' })
    return { owner, id }
  }

  test('goes with its application', async () => {
    const { owner, id } = await halfMade()
    await owner.send('DELETE', `/applications/${id}`)
    await running.parts.jobs.drain()
    expect(await running.accounts.findAccountById({ accountId: id })).toBeNull()
  })

  test('is erased with its owner, and an application without one is none', async () => {
    const { owner, id } = await halfMade()
    await application(owner.send)
    expect(await running.calls.botsOf({ accountId: owner.id })).toEqual([id])
  })
})

describe('when the owner is suspended', () => {
  const suspend = (id: string, suspended: boolean) => running.accounts.suspend({ accountId: id, suspended })

  test('their bots’ tokens stand for nobody, at once, until it is taken back', async () => {
    const { owner, id, token } = await withBot()
    const other = await withBot()
    expect(await running.calls.authenticateBot({ token })).not.toBeNull()
    const heard = vi.fn()
    const unsubscribe = running.parts.bus.subscribe(botTokensTopic, botTokenReset, heard)
    await suspend(owner.id, true)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith({ accountId: id }))
    unsubscribe()
    expect(await running.calls.authenticateBot({ token })).toBeNull()
    expect((await running.bot(token)('GET', '/api/v10/oauth2/applications/@me')).status).toBe(401)
    expect(await running.calls.authenticateBot({ token: other.token })).not.toBeNull()
    await suspend(owner.id, false)
    expect(await running.calls.authenticateBot({ token })).toEqual({ accountId: id, applicationId: id })
  })

  test('a process that heard nothing of it knows after thirty seconds', async () => {
    const { owner, token } = await withBot()
    await running.calls.authenticateBot({ token })
    await running.accountsAdmin`
      update accounts set suspended_at = now() where id = ${owner.id}`
    expect(await running.calls.authenticateBot({ token })).not.toBeNull()
    running.clock.advance(30_001)
    expect(await running.calls.authenticateBot({ token })).toBeNull()
  })
})

describe('when the owner is forgotten', () => {
  test('their bots’ tokens stop working', async () => {
    const { owner, id, token } = await withBot()
    expect(await running.calls.botsOf({ accountId: owner.id })).toEqual([id])
    await running.calls.authenticateBot({ token })
    await running.calls.forget({ accountId: owner.id, mode: 'pseudonymise' })
    await running.calls.forget({ accountId: owner.id, mode: 'pseudonymise' })
    expect(await running.calls.authenticateBot({ token })).toBeNull()
  })

  test('a bot’s own token stops working when the bot is', async () => {
    const { id, token } = await withBot()
    await running.calls.forget({ accountId: id, mode: 'everything' })
    expect(await running.calls.authenticateBot({ token })).toBeNull()
  })
})
