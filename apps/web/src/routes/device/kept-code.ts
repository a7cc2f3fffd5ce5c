import { codeInAddress } from './user-code.ts'

let kept = ''

/** Keeps the code an address brought, over a sign-in and for this tab alone. True where the address had one. */
export function keepCodeOf({ hash, searchStr }: { hash: string; searchStr: string }): boolean {
  const code = codeInAddress(hash, new URLSearchParams(searchStr).get('user_code'))
  if (code === '') return false
  kept = code
  return true
}

/** The code that was kept; empty for none. */
export function keptCode(): string {
  return kept
}

/** It has been used. */
export function dropKeptCode(): void {
  kept = ''
}
