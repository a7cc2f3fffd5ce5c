import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A mail as whoever gets it sees it, as far as tests need it. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** What stands behind the mark in the link; empty where there is no link. */
  readonly token: string
}

/** Takes what lies in the outbox. */
export async function readPost(outbox: string): Promise<Letter[]> {
  const names = (await readdir(outbox)).filter((name) => name.endsWith('.eml'))
  return Promise.all(
    names.map(async (name) => {
      const source = await readFile(join(outbox, name), 'utf8')
      await rm(join(outbox, name))
      return letterOf(source)
    }),
  )
}

function letterOf(source: string): Letter {
  const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, 'mi').exec(source)?.[1] ?? ''
  const text = source.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return {
    to: header('To'),
    subject: header('Subject'),
    text,
    token: /#([\w-]{43})/.exec(text)?.[1] ?? '',
  }
}
