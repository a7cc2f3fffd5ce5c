/** How many letters and digits a code has; they are shown in two groups. */
const codeLength = 8
const groupLength = 4

/** How a code looks. */
export const codeShape = 'XXXX-XXXX'

/** What was typed or pasted as a code is shown: `wdjb mjht` → `WDJB-MJHT`. What cannot be part of one is left out. */
export function formatUserCode(text: string): string {
  const letters = text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, codeLength)
  const groups = [letters.slice(0, groupLength), letters.slice(groupLength)]
  return groups.filter((group) => group !== '').join('-')
}

/** Whether nothing is missing. */
export function isWholeCode(code: string): boolean {
  return code.replace('-', '').length === codeLength
}

/**
 * The code an address carries: behind `#`, where no server reads it, or as `user_code` (RFC 8628, 3.3.1); empty for none.
 * `hash` is without its `#`.
 */
export function codeInAddress(hash: string, query: unknown): string {
  const parts = new URLSearchParams(hash)
  const given = parts.get('user_code') ?? parts.get('code') ?? (hash === '' ? query : hash)
  return typeof given === 'string' || typeof given === 'number' ? formatUserCode(String(given)) : ''
}
