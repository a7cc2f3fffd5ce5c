/** A path of our own to go on to; an address of somewhere else, however it is written, is not one. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined
  const base = 'https://here.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  return url?.origin === base ? `${url.pathname}${url.search}` : undefined
}
