import { expect, test } from 'vitest'
import { account as fern, fakeClient, settle, type Asked, type FakeClient } from '../testing/fake-client.ts'
import { channelId, wireMessage, wireUser } from '../testing/wire.ts'
import { beginAs, findFace } from './acting.ts'
import { actingAccount } from './client.ts'
import { readAccounts, switchFace } from './faces.ts'
import { sendMessage } from './send-message.ts'
import { findSession, signOut } from './session.ts'
import { shownClient } from './tab.ts'

const moss = { ...fern, id: '1909', username: 'moss', display_name: 'Moss', kind: 'secondary' as const }

/** A server that knows these accounts of one person; messages wait until `letGo`. */
function serve(fake: FakeClient, accounts: readonly (typeof fern | typeof moss)[] = [fern, moss]) {
  const waiting: (() => void)[] = []
  const current = { id: accounts[0]?.id ?? '' }
  fake.answer = async (asked: Asked) => {
    const named = accounts.find((one) => one.id === (asked.account ?? current.id))
    if (!named) return { status: 403, body: { code: 'unknown_account' } }
    if (asked.path.endsWith('/session'))
      return { status: 200, body: { account: named, administrator: false } }
    if (asked.path.endsWith('/accounts/mine')) return { status: 200, body: { accounts } }
    if (asked.path.endsWith('/session/switch')) {
      current.id = String(asked.body?.account)
      return { status: 200, body: { account: accounts.find((one) => one.id === current.id) } }
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
    const author = wireUser(named.id, named.username)
    return { status: 200, body: wireMessage('9001', author, String(asked.body?.content)) }
  }
  const letGo = () => {
    for (const go of waiting.splice(0)) go()
  }
  return { letGo, current }
}

const messagesAsked = (fake: FakeClient) =>
  fake.asked.filter((one) => one.path.endsWith('/messages')).map((one) => [one.account, one.body?.content])

test('acts as another face in this tab, and tells the server what new tabs begin with', async () => {
  const fake = fakeClient()
  const server = serve(fake)
  await switchFace(fake.client, moss.id)
  const shown = shownClient(fake.client.tab)
  expect(actingAccount(shown)).toBe(moss.id)
  expect(server.current.id).toBe(moss.id)
  expect(shown.memory.face()).toBe(moss.id)
  expect(fake.client.connection).toBeNull()
  expect(shown.connection).not.toBeNull()
})

test('sends what was written before a switch as the face that wrote it, and only that', async () => {
  const fake = fakeClient()
  const server = serve(fake)
  sendMessage(fake.client, { channelId, content: 'as Fern', replyTo: null })
  sendMessage(fake.client, { channelId, content: 'as Fern too', replyTo: null })
  await switchFace(fake.client, moss.id)
  const shown = shownClient(fake.client.tab)
  sendMessage(shown, { channelId, content: 'as Moss', replyTo: null })
  expect(shown.store.getState().outbox[channelId]?.map((one) => one.content)).toEqual(['as Moss'])
  for (let turn = 0; turn < 3; turn += 1) {
    server.letGo()
    await settle()
  }
  expect(messagesAsked(fake)).toEqual([
    [fern.id, 'as Fern'],
    [moss.id, 'as Moss'],
    [fern.id, 'as Fern too'],
  ])
  expect(fake.client.store.getState().outbox[channelId]).toEqual([])
  expect(fake.client.memory.pending(fern.id)).toEqual([])
})

test('a client comes back with what it knew when its face is shown again', async () => {
  const fake = fakeClient()
  serve(fake)
  await switchFace(fake.client, moss.id)
  await switchFace(shownClient(fake.client.tab), fern.id)
  expect(shownClient(fake.client.tab)).toBe(fake.client)
  expect(fake.client.connection).not.toBeNull()
})

test('a switch that is refused changes nothing and is told', async () => {
  const fake = fakeClient()
  serve(fake)
  await switchFace(fake.client, moss.id)
  fake.answer = () => 'unreachable'
  await switchFace(shownClient(fake.client.tab), fern.id)
  expect(actingAccount(shownClient(fake.client.tab))).toBe(moss.id)
  expect(fake.client.tab.store.getState().notice).toMatchObject({ kind: 'not-switched' })
})

function loadedAnew(memory: Map<string, string>, tabMemory: Map<string, string>): FakeClient {
  const fake = fakeClient(memory, tabMemory)
  fake.client.face = null
  fake.client.store.setState({ session: { kind: 'unknown' } })
  return fake
}

test('a tab that is loaded again keeps its face, whatever another tab switched to', async () => {
  const fake = loadedAnew(new Map(), new Map([['alles:face', moss.id]]))
  serve(fake)
  await findSession(fake.client)
  expect(actingAccount(fake.client)).toBe(moss.id)
  expect(fake.client.tab.store.getState().notice).toBeNull()
})

test('a tab whose face is gone goes on as the account of the session, and says so', async () => {
  const fake = loadedAnew(new Map(), new Map([['alles:face', '1']]))
  serve(fake)
  await findSession(fake.client)
  expect(actingAccount(fake.client)).toBe(fern.id)
  expect(fake.client.tab.store.getState().notice).toEqual({ kind: 'face-gone', now: 'Fern' })
  expect(fake.client.memory.face()).toBe(fern.id)
})

test('a face that is erased while it is shown gives way to the account of the session', async () => {
  const memory = new Map([[`alles:${moss.id}:draft:${channelId}`, 'half a sentence']])
  const fake = fakeClient(memory)
  serve(fake)
  await switchFace(fake.client, moss.id)
  const lost = shownClient(fake.client.tab)
  serve(fake, [fern])
  await findFace(lost)
  const shown = shownClient(fake.client.tab)
  expect(actingAccount(shown)).toBe(fern.id)
  expect(lost.store.getState().session.kind).toBe('signed-out')
  expect(fake.client.tab.store.getState().notice).toEqual({ kind: 'face-gone', now: 'Fern' })
  expect([...memory.keys()].filter((key) => key.includes(moss.id))).toEqual([])
})

test('a closed connection ends the session only where the server no longer knows it', async () => {
  const fake = fakeClient()
  fake.answer = () => ({ status: 401, body: { code: 'not_signed_in' } })
  await findFace(fake.client)
  expect(fake.client.store.getState().session).toEqual({ kind: 'signed-out', why: 'ended' })
})

test('without an answer the session stays, and the question is asked again', async () => {
  const fake = fakeClient()
  fake.answer = () => 'unreachable'
  await findFace(fake.client)
  expect(fake.client.store.getState().session.kind).toBe('signed-in')
  serve(fake, [moss])
  await fake.pass(5_000)
  await settle()
  expect(actingAccount(shownClient(fake.client.tab))).toBe(moss.id)
})

test('signing out leaves nothing of any face in this browser', async () => {
  const memory = new Map([[`alles:${moss.id}:draft:${channelId}`, 'half a sentence']])
  const fake = fakeClient(memory)
  serve(fake)
  await switchFace(fake.client, moss.id)
  const shown = shownClient(fake.client.tab)
  shown.memory.keepDraft(fern.id, channelId, 'another half')
  fake.answer = () => ({ status: 204 })
  await signOut(shown)
  expect([...memory.keys()]).toEqual([])
  expect(shown.memory.face()).toBeNull()
  for (const client of [fake.client, shown])
    expect(client.store.getState().session).toEqual({ kind: 'signed-out', why: 'choice' })
})

test('a switch that is answered after signing out brings nobody back', async () => {
  const fake = fakeClient()
  const { promise: gone, resolve: letGo } = Promise.withResolvers<null>()
  fake.answer = async (asked: Asked) => {
    if (!asked.path.endsWith('/session/switch')) return { status: 204 }
    await gone
    return { status: 200, body: { account: moss } }
  }
  const switched = switchFace(fake.client, moss.id)
  await signOut(fake.client)
  letGo(null)
  await switched
  expect(shownClient(fake.client.tab).store.getState().session).toEqual({ kind: 'signed-out', why: 'choice' })
  expect(fake.client.memory.face()).toBeNull()
})

test('of two switches the last that was asked for stays, whatever is answered first', async () => {
  const fake = fakeClient()
  const ivy = { ...moss, id: '1910', username: 'ivy' }
  const { promise: slow, resolve: letGo } = Promise.withResolvers<null>()
  fake.answer = async (asked: Asked) => {
    if (!asked.path.endsWith('/session/switch')) return 'unreachable'
    if (asked.body?.account === moss.id) await slow
    return { status: 200, body: { account: asked.body?.account === moss.id ? moss : ivy } }
  }
  const first = switchFace(fake.client, moss.id)
  await switchFace(fake.client, ivy.id)
  letGo(null)
  await first
  expect(actingAccount(shownClient(fake.client.tab))).toBe(ivy.id)
})

test('the list of another person’s accounts that comes late is not shown', async () => {
  const fake = fakeClient()
  const { promise: slow, resolve: letGo } = Promise.withResolvers<null>()
  fake.answer = async (asked: Asked) => {
    if (!asked.path.endsWith('/accounts/mine')) return { status: 204 }
    await slow
    return { status: 200, body: { accounts: [fern, moss] } }
  }
  const reading = readAccounts(fake.client)
  await signOut(fake.client)
  beginAs(fake.client, { ...fern, id: '1911', username: 'somebody' }, false)
  letGo(null)
  await reading
  expect(fake.client.tab.store.getState().accounts).toEqual([])
})
