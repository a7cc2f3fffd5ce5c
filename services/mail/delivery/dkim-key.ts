import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Secret } from '@alles/platform/contract'
import { PrintableError } from '@alles/platform/log'

/** What signs mail (RFC 6376). */
export interface Signer {
  /** Name under which the public key is published; it stays the same. */
  readonly selector: string
  /** PEM. */
  readonly privateKey: Secret
  /** DER in base64, as DNS has it. */
  readonly publicKey: string
}

const selector = 'alles'

/** Reads `FOLDER/dkim.pem`; makes it, an RSA key of 2048 bits (RFC 8301), where there is none yet. */
export async function openSigner(folder: string): Promise<Signer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'dkim.pem')
  const pem = (await read(file)) ?? (await make(file))
  try {
    const publicKey = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' })
    return { selector, privateKey: new Secret(pem), publicKey: publicKey.toString('base64') }
  } catch {
    throw new PrintableError(
      `The file ${file} holds no key; restore it from backup, or remove it and publish the new key that is made.`,
    )
  }
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Of several processes that start at once, one makes the key and all use it. */
async function make(file: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await link(draft, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(draft)
  return readFile(file, 'utf8')
}
