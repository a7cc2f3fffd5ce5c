import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { pause, type TestServer } from './server.ts'

interface Letter {
  readonly subject: string
  readonly text: string
}

/** The link in the newest mail to an address that leads to `path`; waits for it, at most 20 s. */
export async function linkInMail(server: TestServer, to: string, path: string): Promise<string> {
  const link = new RegExp(`${server.origin}${path}#[\\w-]+`)
  return waitFor(server, to, ({ text }) => link.exec(text)?.[0])
}

/** The text of the newest mail to an address about `subject`; waits for it, at most 20 s. */
export async function mailTo(server: TestServer, to: string, subject: string): Promise<string> {
  return waitFor(server, to, (letter) => (letter.subject === subject ? letter.text : undefined))
}

async function waitFor(
  server: TestServer,
  to: string,
  find: (letter: Letter) => string | undefined,
): Promise<string> {
  for (let turn = 0; turn < 200; turn += 1) {
    const newest = (await lettersTo(server, to)).map(find).findLast((one) => one !== undefined)
    if (newest !== undefined) return newest
    await pause(100)
  }
  const subjects = (await lettersTo(server, to)).map(({ subject }) => subject)
  throw new Error(`no such mail to ${to}, but: ${subjects.join(', ') || 'none'}`)
}

/** Oldest first. */
async function lettersTo(server: TestServer, to: string): Promise<Letter[]> {
  const folder = join(server.directory, 'outbox')
  const names = await readdir(folder).catch(() => [])
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.eml'))
      .map(async (name) => ({ name, written: (await stat(join(folder, name))).mtimeMs })),
  )
  const mails = await Promise.all(
    files
      // Their names are random.
      .toSorted((a, b) => a.written - b.written)
      .map(async ({ name }) => simpleParser(await readFile(join(folder, name)))),
  )
  return mails
    .filter((mail) => [mail.to].flat().some((one) => one?.text.includes(to)))
    .map((mail) => ({ subject: mail.subject ?? '', text: mail.text ?? '' }))
}
