import type { Secret } from '@alles/platform/contract'
import { foldUsername } from '../usernames/username-policy.ts'

/** 8 to 256 characters (code points), and not the username. */
export function isPassword(password: Secret, folded: string): boolean {
  const value = password.reveal()
  const length = Array.from(value).length
  return length >= 8 && length <= 256 && value.isWellFormed() && foldUsername(value) !== folded
}
