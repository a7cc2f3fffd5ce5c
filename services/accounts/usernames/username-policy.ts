import { reservedNames } from './reserved-names.ts'

/** The one form in which names are kept and compared. */
export function foldUsername(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

/** Whether a folded name is well formed. */
export function isUsername(folded: string): boolean {
  if (!/^[a-z0-9_.]{2,32}$/.test(folded)) return false
  return !folded.startsWith('.') && !folded.endsWith('.') && !folded.includes('..')
}

const looksLike: Readonly<Record<string, string>> = { 0: 'o', 1: 'l', i: 'l', 5: 's' }

/** What is left of a folded name when characters that look alike are one. Equal skeletons look the same. */
export function skeletonOf(folded: string): string {
  return folded
    .replace(/[01i5]/g, (character) => looksLike[character] ?? character)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[_.]/g, '')
}

const reservedSkeletons: ReadonlySet<string> = new Set(reservedNames.map(skeletonOf))

/** Whether a folded name is, or looks like, one that nobody may have. */
export function isReservedName(folded: string): boolean {
  return reservedSkeletons.has(skeletonOf(folded))
}

const dayMs = 24 * 60 * 60_000

/** How long after a change a username stays as it is. */
const coolDownMs = 30 * dayMs

/** How long nobody else gets a name that was given up. */
export const reservedForMs = 90 * dayMs

/** When a username that was last changed at `changedAt` may be changed again; null where that is now. */
export function usernameChangesAt(changedAt: Date | null, now: number): Date | null {
  const next = (changedAt?.getTime() ?? 0) + coolDownMs
  return changedAt !== null && next > now ? new Date(next) : null
}
