import { expect, test } from 'vitest'
import { account, fakeClient, type Asked } from '../testing/fake-client.ts'
import { signIn } from './sign-in.ts'

const credentials = { login: 'fern', password: 'eleven green watering cans', code: null }
const challenge = {
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    nonce: 'n',
    salt: 's',
    cost: 1,
    keyLength: 32,
    keyPrefix: '00',
    expiresAt: 1,
  },
  signature: 'signed',
}

/** A server that wants this many solved challenges before it looks at a password. */
function serve(wanted: number) {
  const fake = fakeClient()
  let solved = 0
  fake.answer = (asked: Asked) => {
    if (asked.method === 'GET') return { status: 200, body: challenge }
    if (asked.body?.altcha !== undefined) solved += 1
    if (solved < wanted) return { status: 403, body: { code: 'proof_of_work_required' } }
    return { status: 200, body: { account } }
  }
  return fake
}

const solve = () => Promise.resolve('payload')

test('solves the challenge that sign-in asks for and tries the same again', async () => {
  const fake = serve(1)
  expect(await signIn(fake.client.api, credentials, solve)).toMatchObject({ username: 'fern' })
  expect(fake.asked.map(({ method, path, body }) => [method, path, body?.altcha])).toEqual([
    ['POST', '/api/alles/session', undefined],
    ['GET', '/api/alles/challenge?for=sign-in', undefined],
    ['POST', '/api/alles/session', 'payload'],
  ])
  expect(fake.asked.at(-1)?.body).toMatchObject({ login: 'fern', password: credentials.password })
})

test('gives up where the answers to challenges are not taken', async () => {
  const fake = serve(9)
  await expect(signIn(fake.client.api, credentials, solve)).rejects.toMatchObject({
    kind: { code: 'proof_of_work_required' },
  })
  expect(fake.asked.filter((one) => one.method === 'GET')).toHaveLength(2)
})

test('passes on what it is refused for otherwise, and asks for no challenge', async () => {
  const fake = fakeClient()
  fake.answer = () => ({ status: 401, body: { code: 'second_factor_required' } })
  await expect(signIn(fake.client.api, credentials, solve)).rejects.toMatchObject({
    kind: { code: 'second_factor_required' },
  })
  expect(fake.asked).toHaveLength(1)
})

test('stops where the work cannot be done', async () => {
  const fake = serve(1)
  const failing = () => Promise.reject(new Error('no worker'))
  await expect(signIn(fake.client.api, credentials, failing)).rejects.toThrow('no worker')
})
