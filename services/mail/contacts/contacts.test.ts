import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eraseRows, exportRows, keysToDestroy, purgeExpired, unsealedValues } from '@alles/platform/catalogue'
import { createSealer } from '@alles/platform/catalogue'
import * as keysContract from '@alles/keys/contract'
import { catalogue } from '../catalogue.ts'
import { startMail, type RunningMail } from '../testing/start-mail.ts'

let running: RunningMail
beforeAll(async () => {
  running = await startMail()
})
afterAll(() => running.stop())

const canary = 'Canary.Bird@Example.org'

/** Every row of every table, of jobs too, as text. */
async function everything(): Promise<string> {
  const tables = await running.admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  const texts = await Promise.all(
    tables.map(({ name }) =>
      running.admin.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`),
    ),
  )
  return texts
    .flat()
    .map(({ text }) => text)
    .join('\n')
}

const keysLeft = async (ids: readonly string[]) =>
  running.keysAdmin`select id from keys where id = any(${[...ids]}::int8[])`

async function keyOf(contact: string): Promise<string> {
  const [row] = await running.admin<{ key: string }[]>`
    select key_id as key from contacts where handle = ${contact}`
  return row?.key ?? ''
}

describe('a contact', () => {
  test('is what its owner gave, behind a handle that says nothing', async () => {
    const { contact } = await running.calls.createContact({ address: ` ${canary} `, language: 'de' })
    expect(contact).toMatch(/^[\w-]{22}$/)
    expect(await running.calls.getContact({ contact })).toEqual({
      contact,
      address: canary,
      language: 'de',
      verified: false,
      undeliverable: false,
    })
    const again = await running.calls.createContact({ address: canary, language: 'en' })
    expect(again.contact).not.toBe(contact)
    for (const one of [contact, again.contact]) await running.calls.removeContact({ contact: one })
  })

  test('is refused where the address is none', async () => {
    for (const address of [
      '',
      'ada',
      'ada@',
      'ada@here',
      'ada@localhost',
      'a\r\nBcc: b@example.org@example.org',
    ])
      await expect(running.calls.createContact({ address, language: 'en' })).rejects.toMatchObject({
        kind: { code: 'invalid_address' },
      })
    expect(await running.admin`select from contacts`).toHaveLength(0)
  })

  test('is found by its address when it is verified, the oldest first, and not before', async () => {
    const unverified = await running.contact('ada@example.org', { verified: false })
    const find = async (address: string) => (await running.calls.findContacts({ address })).contacts
    expect(await find('ada@example.org')).toEqual([])
    const first = await running.contact('Ada@Example.org')
    running.parts.clock.advance(1000)
    const second = await running.contact('ADA@example.ORG')
    await running.contact('bob@example.org')
    expect(await find(' aDa@example.org')).toEqual([first, second])
    expect(await find('no address')).toEqual([])
    expect(await find('adä@example.org')).toEqual([])
    for (const contact of [unverified, first, second]) await running.calls.removeContact({ contact })
    expect(await find('ada@example.org')).toEqual([])
  })

  test('that was named eleven times is found ten times', async () => {
    for (let i = 0; i < 11; i += 1) await running.contact('many@example.org')
    expect((await running.calls.findContacts({ address: 'many@example.org' })).contacts).toHaveLength(10)
  })

  test('is null, and nothing happens, where there is none', async () => {
    const contact = 'A'.repeat(22)
    expect(await running.calls.getContact({ contact })).toBeNull()
    await running.calls.removeContact({ contact })
  })
})

describe('an address', () => {
  test('stands nowhere in the database but sealed, nor does what is sent to it, nor the id it was asked for with', async () => {
    const contact = await running.contact(canary)
    await running.calls.startVerification({ contact })
    const content = {
      template: 'new_sign_in',
      device: 'Canary on Perch',
      at: '2026-03-01T12:00:00.000Z',
    } as const
    await running.calls.send({ id: 'sign-in canary-id', contact, content })
    const before = await everything()
    await running.parts.jobs.drain()
    const after = await everything()
    for (const text of [before, after]) {
      expect(text).toContain(contact)
      expect(text).not.toMatch(/canary|perch/i)
      expect(text).not.toContain(Buffer.from(canary).toString('hex'))
    }
    expect(await unsealedValues(running.parts.database, catalogue)).toEqual([])
    expect(running.logged.join()).not.toMatch(/canary/i)
    expect(running.logged.join()).not.toContain(contact)
    await running.calls.removeContact({ contact })
  })

  test('is forgotten with its key, its queue and the mail that lies in the outbox', async () => {
    const contact = await running.contact(canary)
    const key = await keyOf(contact)
    const content = { template: 'registration_approved' } as const
    await running.calls.send({ id: 'sent', contact, content })
    await running.parts.jobs.drain()
    await running.calls.startVerification({ contact })
    const [file] = await running.admin<{ id: string }[]>`
      select id from outgoing where contact = ${contact} and state = 'sent'`
    const path = join(running.directory, 'outbox', `${file?.id}.eml`)
    await access(path)
    expect(await keysLeft([key])).toHaveLength(1)
    await running.calls.removeContact({ contact })
    expect(await keysLeft([key])).toHaveLength(0)
    await expect(access(path)).rejects.toThrow('ENOENT')
    await running.parts.jobs.drain()
    expect(await everything()).not.toContain(contact)
    expect((await running.files()).filter((text) => text.includes(canary))).toEqual([])
    await running.calls.send({ id: 'later', contact, content })
    await running.calls.removeContact({ contact })
  })

  test('whose removal was interrupted is gone already, and the next removal ends it', async () => {
    const contact = await running.contact(canary)
    await running.calls.startVerification({ contact })
    await running.parts.calls.of(keysContract).destroy({ ids: [await keyOf(contact)] })
    expect(await running.calls.getContact({ contact })).toBeNull()
    await running.calls.send({ id: 'half', contact, content: { template: 'registration_approved' } })
    await expect(running.calls.startVerification({ contact })).rejects.toMatchObject({
      kind: { code: 'unknown_contact' },
    })
    await running.parts.jobs.drain()
    expect(await running.admin`select state from outgoing where contact = ${contact}`).toEqual([
      { state: 'dropped' },
    ])
    await running.calls.removeContact({ contact })
    expect(await everything()).not.toContain(contact)
  })

  test('that nobody verified is forgotten after 30 days', async () => {
    const kept = await running.contact('kept@example.org')
    const contact = await running.contact('typo@example.org', { verified: false })
    const key = await keyOf(contact)
    running.parts.clock.advance(29 * 86_400_000)
    await running.parts.jobs.runInterval('mail.sweep')
    expect(await running.calls.getContact({ contact })).not.toBeNull()
    running.parts.clock.advance(86_400_000)
    await running.parts.jobs.runInterval('mail.sweep')
    expect(await running.calls.getContact({ contact })).toBeNull()
    expect(await keysLeft([key])).toHaveLength(0)
    expect(await running.calls.getContact({ contact: kept })).not.toBeNull()
  })
})

describe('as a subject', () => {
  test('a contact is exported with everything that is stored of it, and nothing of others', async () => {
    const contact = await running.contact(canary, { language: 'de' })
    await running.contact('other@example.org')
    await running.calls.send({ id: 'export', contact, content: { template: 'registration_approved' } })
    await running.calls.startVerification({ contact })
    const sealer = createSealer(running.parts.calls.of(keysContract))
    const subject = { kind: 'contact', id: contact } as const
    const exported: Record<string, object[]> = {}
    for await (const { table, rows } of exportRows(running.parts.database, { catalogue, sealer }, subject))
      exported[table.name] = [...(exported[table.name] ?? []), ...rows]
    expect(exported.contacts).toEqual([
      {
        handle: contact,
        address: canary,
        language: 'de',
        created_at: expect.any(String),
        verified_at: expect.any(String),
        undeliverable_since: null,
      },
    ])
    expect(exported.verifications).toEqual([{ contact, expires_at: expect.any(String) }])
    expect(exported.outgoing).toHaveLength(2)
    expect(JSON.stringify(exported)).not.toMatch(/other@|verify-email/)
    await running.calls.removeContact({ contact })
  })

  test('a contact is erased with its key, and no other', async () => {
    const contact = await running.contact(canary)
    const other = await running.contact('other@example.org')
    await running.calls.startVerification({ contact })
    await running.admin`
      insert into bounces values (1, ${contact}, 550, '5.1.1', now()), (2, ${other}, 550, null, now())`
    const erasure = { subject: { kind: 'contact', id: contact }, mode: 'pseudonymise' } as const
    expect(await keysToDestroy(running.parts.database, catalogue, erasure)).toEqual([await keyOf(contact)])
    expect(await eraseRows(running.parts.database, catalogue, erasure)).toEqual({
      verifications: 1,
      outgoing: 1,
      bounces: 1,
      contacts: 1,
    })
    expect(await everything()).not.toContain(contact)
    expect(await running.calls.getContact({ contact: other })).not.toBeNull()
    await running.parts.jobs.drain()
  })

  test('no file is left of a mail that is being written while its address is forgotten', async () => {
    const contact = await running.contact('leaving@example.org')
    await running.calls.send({ id: 'leaving', contact, content: { template: 'registration_approved' } })
    const [row] = await running.admin<{ id: string }[]>`select id from outgoing where contact = ${contact}`
    const file = join(running.directory, 'outbox', `${row?.id}.eml`)
    let removed: Promise<void> | undefined
    await running.admin.begin(async (sql) => {
      await sql`select from contacts where handle = ${contact} for update`
      removed = running.calls.removeContact({ contact })
      const waiting = () => sql`
        select from pg_locks where not granted and pid in (
          select l.pid from pg_locks l join pg_database d on d.oid = l.database
          where d.datname = current_database())`
      await expect.poll(waiting, { timeout: 5_000 }).toHaveLength(1)
      await writeFile(file, 'To: leaving@example.org')
    })
    await removed
    await expect(access(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('what was kept long enough goes: links after their day, mail after its week, refusals after 90 days', async () => {
    const contact = await running.contact(canary)
    await running.calls.startVerification({ contact })
    await running.parts.jobs.drain()
    const now = running.parts.clock.now()
    await running.admin`insert into bounces values (3, ${contact}, 550, null, ${new Date(now)})`
    const purge = (days: number) => purgeExpired(running.parts.database, catalogue, now + days * 86_400_000)
    // What tests before this one left.
    await purge(0)
    expect(await purge(0.9)).toEqual({})
    expect(await purge(1)).toEqual({ asked_addresses: expect.any(Number), verifications: 1 })
    expect(await purge(6.9)).toEqual({})
    expect(await purge(7)).toMatchObject({ outgoing: expect.any(Number) })
    expect(await purge(90)).toMatchObject({ bounces: expect.any(Number) })
  })
})
