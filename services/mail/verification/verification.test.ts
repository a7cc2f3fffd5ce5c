import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMail, type RunningMail } from '../testing/start-mail.ts'

let running: RunningMail
beforeAll(async () => {
  running = await startMail()
})
afterAll(() => running.stop())

const refused = { kind: { code: 'unknown_mail_token' } }

async function linkSent(contact: string): Promise<string> {
  running.parts.clock.advance(1000)
  await running.calls.startVerification({ contact })
  await running.parts.jobs.drain()
  return running.token()
}

describe('a verification', () => {
  test('proves an address with the token of the mailed link, once', async () => {
    const contact = await running.contact('ada@example.org', { verified: false })
    const token = await linkSent(contact)
    expect(await running.calls.finishVerification({ token })).toEqual({ contact })
    expect(await running.calls.getContact({ contact })).toMatchObject({ verified: true })
    await expect(running.calls.finishVerification({ token })).rejects.toMatchObject(refused)
  })

  test('keeps of the token its SHA-256 and nothing else', async () => {
    const contact = await running.contact('bob@example.org', { verified: false })
    const token = await linkSent(contact)
    const [row] = await running.admin`select token_hash from verifications where contact = ${contact}`
    expect(row?.token_hash).toEqual(hash('sha256', token, 'buffer'))
  })

  test('that is started again makes the link before stop working, and a mail that still waits go', async () => {
    const contact = await running.contact('cem@example.org', { verified: false })
    const first = await linkSent(contact)
    await running.calls.startVerification({ contact })
    const second = await linkSent(contact)
    await expect(running.calls.finishVerification({ token: first })).rejects.toMatchObject(refused)
    expect(await running.calls.finishVerification({ token: second })).toEqual({ contact })
    const sent = (await running.files()).filter((text) => text.includes('cem@example.org'))
    expect(sent).toHaveLength(2)
  })

  test('ends after 24 hours', async () => {
    const contact = await running.contact('dee@example.org', { verified: false })
    const token = await linkSent(contact)
    running.parts.clock.advance(24 * 3_600_000)
    await expect(running.calls.finishVerification({ token })).rejects.toMatchObject(refused)
    expect(await running.calls.getContact({ contact })).toMatchObject({ verified: false })
  })

  test('is refused for what is no token, and for a contact that is none', async () => {
    for (const token of ['', 'x', 'A'.repeat(43)])
      await expect(running.calls.finishVerification({ token })).rejects.toMatchObject(refused)
    await expect(running.calls.startVerification({ contact: 'A'.repeat(22) })).rejects.toMatchObject({
      kind: { code: 'unknown_contact' },
    })
  })

  test('of one address proves nothing about the same address elsewhere', async () => {
    const [one, other] = [
      await running.contact('eve@example.org', { verified: false }),
      await running.contact('eve@example.org', { verified: false }),
    ]
    await running.calls.finishVerification({ token: await linkSent(one) })
    expect(await running.calls.getContact({ contact: other })).toMatchObject({ verified: false })
    expect((await running.calls.findContacts({ address: 'eve@example.org' })).contacts).toEqual([one])
  })

  test('is not sent more often where each contact is removed before the next one is asked', async () => {
    const address = 'besieged@example.org'
    let sent = 0
    for (let i = 0; i < 12; i += 1) {
      const contact = await running.contact(address, { verified: false })
      await linkSent(contact)
      sent += (await running.files()).filter((text) => text.includes(address)).length
      await running.calls.removeContact({ contact })
    }
    expect(sent).toBe(10)
  })

  test('is not sent to one address more than ten times a day, whoever asks', async () => {
    const address = 'target@example.org'
    const sent = async () => (await running.files()).filter((text) => text.includes(address)).length
    for (let i = 0; i < 12; i += 1)
      await linkSent(await running.contact(address.toUpperCase(), { verified: false }))
    const contact = await running.contact(address, { verified: false })
    await linkSent(contact)
    expect(await sent()).toBe(0)
    expect((await running.files()).filter((text) => text.includes('TARGET@example.org'))).toHaveLength(10)
    running.parts.clock.advance(24 * 3_600_000)
    const token = await linkSent(contact)
    expect(await sent()).toBe(1)
    expect(await running.calls.finishVerification({ token })).toEqual({ contact })
  })
})
