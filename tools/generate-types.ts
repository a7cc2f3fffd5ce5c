import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { silentLog } from '@alles/platform/log'
import { connectServer, generateTypes, openSql, startEmbedded } from '@alles/platform/postgres'

/** Writes database/types.ts of every service from its migrations; with `--check` only says which differ. */
const root = join(import.meta.dirname, '../services')
const check = process.argv.includes('--check')

const services = []
for (const name of (await readdir(root)).toSorted()) {
  const folder = join(root, name, 'database/migrations')
  const stores = await access(folder).then(
    () => true,
    () => false,
  )
  if (stores) services.push({ name, migrations: pathToFileURL(`${folder}/`) })
}

const directory = await mkdtemp(join(tmpdir(), 'alles-types-'))
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const embedded = await startEmbedded({ directory, log: silentLog, settings })
try {
  const server = await connectServer({
    admin: embedded.admin,
    passwordsFile: join(directory, 'roles.json'),
    log: silentLog,
  })
  await server.prepare(services)
  for (const { name } of services) await write(name)
  await server.close()
} finally {
  await embedded.stop()
  await rm(directory, { recursive: true, force: true })
}

async function write(name: string): Promise<void> {
  const options = { ...embedded.admin, database: `alles_${name}` }
  const sql = openSql(options, { max: 1, statementTimeout: 0 })
  const text = await generateTypes(sql)
  await sql.end()
  const file = join(root, name, 'database/types.ts')
  const written = await readFile(file, 'utf8').catch(() => '')
  if (written === text) return
  if (!check) return await writeFile(file, text)
  console.log(`services/${name}/database/types.ts differs from the migrations: run tools/generate-types.ts.`)
  process.exitCode = 1
}
