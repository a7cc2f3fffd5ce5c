import { hash, randomInt } from 'node:crypto'

/** Digits and letters without I, L, O and U (Crockford's base 32): nothing is mistaken for anything else. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

const groups = 4
const perGroup = 4

/** How many are given at a time. */
export const codesGiven = 10

/** 80 random bits in four groups of four. */
export function newRecoveryCode(): string {
  const group = () => Array.from({ length: perGroup }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}

/**
 * What is stored of a code; null for what cannot be one. A plain SHA-256 suffices: slow hashes are for secrets that
 * people choose, and nobody guesses 80 random bits, however fast a try is.
 */
export function hashRecoveryCode(typed: string): Buffer | null {
  const code = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(code)) return null
  return hash('sha256', code, 'buffer')
}
