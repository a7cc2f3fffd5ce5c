import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChat, type RunningChat } from '../testing/start-chat.ts'
import { createAuthors } from './authors.ts'

let chat: RunningChat

beforeAll(async () => {
  chat = await startChat()
})

afterAll(() => chat.stop())

async function memberWithAuthors() {
  const person = await chat.person()
  const { id } = await chat.guildOf(person)
  const ref = (await chat.member(id, person.id))?.membershipRef ?? ''
  const authors = createAuthors({ database: chat.parts.database, profiles: chat.accounts.profiles })
  const cut = () => chat.storage.admin`update memberships set account_id = null where ref = ${ref}`
  return { person, ref, authors, cut }
}

test('who stands behind a reference is asked of the database once', async () => {
  const { person, ref, authors, cut } = await memberWithAuthors()
  expect((await authors.users([ref])).get(ref)).toMatchObject({ id: person.id })
  await cut()
  expect(await authors.accountsOf([ref])).toEqual(new Map([[ref, person.id]]))
  authors.evict([ref])
  expect(await authors.accountsOf([ref])).toEqual(new Map([[ref, null]]))
})

test('nothing ties a reference to an account that was erased, though it was asked for meanwhile', async () => {
  const { person, ref, authors, cut } = await memberWithAuthors()
  await authors.users([ref])
  await chat.accounts.forget({ accountId: person.id, mode: 'pseudonymise' })
  authors.evictAccount(person.id, true)
  expect((await authors.users([ref])).get(ref)).toMatchObject({ id: ref, username: '[deleted user]' })
  await cut()
  expect(await authors.accountsOf([ref])).toEqual(new Map([[ref, null]]))
})
