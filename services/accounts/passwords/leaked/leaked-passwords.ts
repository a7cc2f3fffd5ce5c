import type { Secret } from '@alles/platform/contract'
import { foldPassword } from '../password-policy.ts'
import { loadBundledPasswords } from './bundled-passwords.ts'
import { entryOf, holds } from './leaked-entry.ts'
import { openLeakedFile } from './leaked-file.ts'

/** Passwords that are tried first by whoever guesses. Looked up here: no password, and no hash of one, goes anywhere. */
export interface LeakedPasswords {
  has(password: Secret): Promise<boolean>
  close(): Promise<void>
}

/** The list that comes with the program, and the operator's at `path`, if there is one. */
export function createLeakedPasswords(path: string | undefined): LeakedPasswords {
  const file = path === undefined ? null : openLeakedFile(path)
  let bundled: Promise<BigUint64Array> | undefined
  return {
    async has(password) {
      const typed = password.reveal()
      const entries = new Set([typed, typed.normalize('NFKC'), foldPassword(typed)].map(entryOf))
      bundled ??= loadBundledPasswords()
      const known = await bundled
      for (const entry of entries) if (holds(known, entry) || (await file?.has(entry))) return true
      return false
    },
    async close() {
      await file?.close()
    },
  }
}
