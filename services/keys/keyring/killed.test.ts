import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { randomBelow } from '@alles/platform/ids'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testKeys, type TestKeys } from '../testing/start-keys.ts'
import { readable } from '../testing/words.ts'
import type { Churn, Said } from '../testing/churning-process.ts'

let own: TestKeys
beforeEach(async () => {
  own = await testKeys()
})
afterEach(() => own.drop())

const script = new URL('../testing/churning-process.ts', import.meta.url).pathname

/** Starts a process, kills it somewhere in the middle of its work and answers what it had said. */
async function churnUntilKilled(): Promise<Said[]> {
  const { connection } = own.parts.storage ?? {}
  if (!connection) throw new Error('keys has a database')
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const churn: Churn = {
    directory: own.directory,
    connection: { ...connection, password: connection.password.reveal() },
  }
  child.stdin.end(JSON.stringify(churn))
  const said: Said[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (said.length === 0) setTimeout(() => child.kill('SIGKILL'), 50 + randomBelow(400))
    said.push(JSON.parse(line) as Said)
  }
  return said
}

test('killed at any moment, no key in use is lost, no destroyed one comes back and no file is left over', async () => {
  const sealed = new Map<string, Uint8Array>()
  const doomed: string[] = []
  const destroyed: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const said = (await Promise.all([churnUntilKilled(), churnUntilKilled()])).flat()
    for (const one of said) {
      if ('made' in one) sealed.set(one.made, Buffer.from(one.sealed, 'base64'))
      if ('destroying' in one) doomed.push(...one.destroying)
      if ('destroyed' in one) destroyed.push(...one.destroyed)
    }
    const next = await own.startAnother({ deaf: true })
    const left = new Set(await readable(next, sealed))
    expect([...sealed.keys()].filter((id) => !doomed.includes(id) && !left.has(id))).toEqual([])
    expect(destroyed.filter((id) => left.has(id))).toEqual([])
    expect((await next.doctor({})).faults).toEqual([])
    const files = await readdir(join(own.directory, 'wrapping'))
    const named = await own.parts.database.sql`select wrapping_key from buckets`
    expect(files.toSorted()).toEqual(named.map((row) => `${row.wrapping_key}.key`).toSorted())
  }
  expect(destroyed.length).toBeGreaterThan(0)
}, 60_000)
