import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import type { Sql } from 'postgres'
import { PrintableError } from '../log/index.ts'

/**
 * Login roles of services. Passwords stand in a file that every server process of one data directory reads; the server
 * holds their SCRAM verifiers, and in each role's comment a hash that tells which password it has.
 */
export async function ensureRoles(
  sql: Sql,
  roles: readonly string[],
  file: string,
): Promise<Map<string, string>> {
  const passwords = await readPasswords(file)
  const missing = roles.filter((role) => !passwords.has(role))
  for (const role of missing) passwords.set(role, randomBytes(32).toString('base64url'))
  if (missing.length > 0) await writePasswords(file, passwords)
  const known = await sql<{ name: string; mark: string | null }[]>`
    select rolname as name, shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = any(${roles as string[]})`
  const marks = new Map(known.map((row) => [row.name, row.mark]))
  for (const role of roles) {
    const password = passwords.get(role) ?? ''
    const mark = markOf(password)
    if (marks.get(role) !== mark) await sql.unsafe(roleStatements(role, password, marks.has(role)))
  }
  return passwords
}

/** Reads the passwords another process of this data directory may have written. */
export async function readPasswords(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>))
  } catch {
    throw new PrintableError(`${file} is damaged: delete it, and new passwords are set at the next start.`)
  }
}

async function writePasswords(file: string, passwords: ReadonlyMap<string, string>): Promise<void> {
  const fresh = `${file}.${process.pid}.new`
  const handle = await open(fresh, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(Object.fromEntries(passwords), null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(fresh, file)
}

function roleStatements(role: string, password: string, exists: boolean): string {
  return `
    ${exists ? 'alter' : 'create'} role "${role}" login nosuperuser nocreatedb nocreaterole password '${verifierOf(password)}';
    comment on role "${role}" is '${markOf(password)}'`
}

function markOf(password: string): string {
  return `alles ${createHash('sha256').update(password).digest('hex')}`
}

/** What the server stores of a password (RFC 5803), so that the password itself is never sent or logged. */
function verifierOf(password: string): string {
  const iterations = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}
