import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { linkInMail } from '../../support/outbox.ts'
import { pause } from '../../support/server.ts'
import { told } from '../eyes.ts'
import { password, type Face } from '../faces.ts'
import type { World } from '../world.ts'
import type { Observation } from './observation.ts'

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
]

/** What the post, and whoever reads over one's shoulder, sees: notices are about a person and name no account. */
export const mailObservations: readonly Observation[] = [
  {
    name: 'the notice of a sign-in',
    slow: true,
    pairsOfEach: 2,
    async see(_, { a, b }, world) {
      const notices = []
      for (const [index, face] of [a, b].entries()) {
        const address = await addressOf(world, face)
        const before = await mailsTo(world, address)
        await fetch(`${world.server.origin}/api/alles/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': browsers[index] ?? '' },
          body: JSON.stringify({ login: face.username, password }),
        })
        notices.push(await nextMail(world, address, before))
      }
      return notices
    },
  },
]

const addresses = new WeakMap<Face['person'], string>()
let count = 0

/** One for a person, verified. */
async function addressOf({ server, eyes }: World, face: Face): Promise<string> {
  const known = addresses.get(face.person)
  if (known !== undefined) return known
  const address = `reader${(count += 1)}@example.org`
  await face.person.call('POST', '/api/alles/session/confirm', { password })
  const body = { address, language: 'en' }
  told(await eyes.ask({ method: 'PUT', path: '/api/alles/contact', by: face, body }))
  const token = new URL(await linkInMail(server, address, '/verify-email')).hash.slice(1)
  told(await eyes.ask({ method: 'POST', path: '/api/alles/contact/verify', body: { token } }))
  addresses.set(face.person, address)
  return address
}

/** The mails to an address by their files, with what they say but for the address and the minute. */
async function mailsTo({ server }: World, address: string): Promise<Map<string, unknown>> {
  const folder = join(server.directory, 'outbox')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  const mails = await Promise.all(
    names.map(async (name) => [name, await simpleParser(await readFile(join(folder, name)))] as const),
  )
  const said = (text: string) => text.replaceAll(address, '<address>').replaceAll(minute, '<minute>')
  return new Map(
    mails
      .filter(([, mail]) => [mail.to].flat().some((one) => one?.text.includes(address)))
      .map(([name, mail]) => [name, [mail.subject, said(mail.text ?? ''), said(mail.html || '')]]),
  )
}

const minute = /\d{1,2} \w+ \d{4} at \d\d:\d\d UTC/g

async function nextMail(
  world: World,
  address: string,
  before: ReadonlyMap<string, unknown>,
): Promise<unknown> {
  for (let turn = 0; turn < 300; turn += 1) {
    const mails = await mailsTo(world, address)
    const fresh = [...mails].filter(([name]) => !before.has(name)).map(([, mail]) => mail)
    if (fresh.length > 0) return fresh
    await pause(100)
  }
  throw new Error('no notice came')
}
