import { isReservedName, isUsername } from './username-policy.ts'

/** The nearest well-formed username to an application's name. */
export function usernameFor(name: string): string {
  const folded = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9_.]+/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._]+|[._]+$/g, '')
    .slice(0, 26)
    .replace(/[._]+$/, '')
  if (isUsername(folded) && !isReservedName(folded)) return folded
  return folded.length > 0 ? `${folded}_bot` : 'some_bot'
}

/** The name to try next when `wished` is taken: four random digits behind it. */
export function numbered(wished: string, random: (below: number) => number): string {
  return `${wished}_${String(random(10_000)).padStart(4, '0')}`
}
