import type { Interaction, ScopeName } from '@alles/oauth/contract'

type Asked = Pick<Interaction, 'accounts' | 'scopes' | 'suggested'>

/** The account that is chosen before anybody chose: the suggested one, or the only one. Never a guess among several. */
export function firstAccount({ accounts, suggested }: Asked): string | null {
  const [first, second] = accounts
  if (accounts.some((one) => one.id === suggested)) return suggested
  return first !== undefined && second === undefined ? first.id : null
}

/**
 * What is ticked first: all that is asked for. Only an account that has been a number to this application stays one until
 * somebody ticks otherwise: once known, it cannot be unknown again.
 */
export function firstScopes({ accounts, scopes }: Asked, account: string | null): ScopeName[] {
  const granted = accounts.find((one) => one.id === account)?.granted ?? []
  const isNumber = granted.length > 0 && !granted.includes('profile')
  return scopes.filter((scope) => scope !== 'profile' || !isNumber)
}

/**
 * Where a browser may be sent after a decision. Addresses that are no web pages would run as a script or leave the
 * browser; the server gives none, and none is followed.
 */
export function isPlaceToGo(location: string): boolean {
  const protocol = URL.parse(location)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}
