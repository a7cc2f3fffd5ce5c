import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { directory } from './doctor.ts'

let path = ''
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'alles-doctor-'))
  for (const folder of ['keys', 'outbox', 'blobs', 'ledgers', 'postgres'])
    await mkdir(join(path, folder), { mode: 0o700 })
  await writeFile(join(path, 'postgres-roles.json'), '{}', { mode: 0o600 })
})
afterEach(() => rm(path, { recursive: true, force: true }))

const faults = () =>
  directory({
    path,
    keys: join(path, 'keys'),
    outbox: join(path, 'outbox'),
    blobs: join(path, 'blobs'),
    ledgers: join(path, 'ledgers'),
    postgres: join(path, 'postgres'),
    postgresRoles: join(path, 'postgres-roles.json'),
  })

describe('the data directory', () => {
  test('is well where nobody else may open it', async () => {
    expect(await faults()).toEqual([])
  })

  test.each(['', 'keys', 'outbox', 'blobs', 'ledgers', 'postgres-roles.json'])(
    'is not where others may pass or read: %j',
    async (name) => {
      await chmod(join(path, name), 0o711)
      expect(await faults()).toEqual([expect.stringContaining(`chmod go-rwx ${join(path, name)}`)])
    },
  )

  test.runIf(process.getuid?.() === 0)(
    'may be passed, and no more, where PostgreSQL runs as another user',
    async () => {
      await chown(join(path, 'postgres'), 65_534, 65_534)
      await chmod(path, 0o711)
      expect(await faults()).toEqual([])
      await chmod(path, 0o755)
      expect(await faults()).toHaveLength(1)
      await chmod(path, 0o711)
      await chmod(join(path, 'keys'), 0o711)
      expect(await faults()).toHaveLength(1)
    },
  )
})
