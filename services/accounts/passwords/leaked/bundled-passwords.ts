import { setImmediate } from 'node:timers/promises'
import { foldPassword } from '../password-policy.ts'
import { entryOf } from './leaked-entry.ts'

const perTurn = 4_000

/**
 * The most leaked passwords that come with the program, folded, as sorted entries: 400 kB instead of the megabytes the
 * words take. Made in turns, so that nothing else waits for it.
 */
export async function loadBundledPasswords(): Promise<BigUint64Array> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const words = dictionary['passwords-common']
  const entries = new BigUint64Array(words.length)
  for (let at = 0; at < words.length; at += 1) {
    entries[at] = entryOf(foldPassword(words[at] ?? ''))
    if (at % perTurn === 0) await setImmediate()
  }
  return entries.toSorted()
}
