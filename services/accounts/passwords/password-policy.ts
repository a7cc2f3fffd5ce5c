import type { Secret } from '@alles/platform/contract'
import { foldUsername } from '../usernames/username-policy.ts'

/** 8 to 256 characters (code points), and not the username. */
export function isPassword(password: Secret, folded: string): boolean {
  return isLongEnough(password) && foldUsername(password.reveal()) !== folded
}

/** The part of the rule that needs no name. */
export function isLongEnough(password: Secret): boolean {
  const value = password.reveal()
  const length = Array.from(value).length
  return length >= 8 && length <= 256 && value.isWellFormed()
}

/** The form in which passwords are compared with those that leaked: who guesses tries both cases of a letter. */
export function foldPassword(value: string): string {
  return value.normalize('NFKC').toLowerCase()
}
