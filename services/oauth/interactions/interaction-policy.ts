import { ScopeName, type Interaction } from '../contract/index.ts'

type Params = Readonly<Record<string, unknown>>

/** Which of our scopes are asked for; `openid` always is. */
export function scopesAsked(params: Params): ScopeName[] {
  const asked = typeof params['scope'] === 'string' ? params['scope'].split(' ') : []
  return ScopeName.options.filter((scope) => scope === 'openid' || asked.includes(scope))
}

/** Of these scopes those that were asked for; nobody gives an application more than it wants. */
export function scopesGiven(params: Params, chosen: readonly ScopeName[]): ScopeName[] {
  return scopesAsked(params).filter((scope) => scope === 'openid' || chosen.includes(scope))
}

const freshMs = 5 * 60_000

interface Moment {
  readonly begunAt: number
  readonly now: number
  /** When the person last proved who they are; null while nobody is signed in. */
  readonly provedAt: number | null
}

/** What is left to do before somebody can decide. Times are milliseconds since 1970. */
export function needsOf(params: Params, { begunAt, now, provedAt }: Moment): Interaction['needs'] {
  if (provedAt === null) return 'sign_in'
  const age = now - provedAt
  if (words(params['prompt']).includes('login') && provedAt < begunAt) return 'fresh_sign_in'
  const most = Number(params['max_age'] ?? Infinity)
  if (age > most * 1000 && provedAt < begunAt) return 'fresh_sign_in'
  if (words(params['acr_values']).includes('urn:alles:fresh') && age > freshMs) return 'fresh_sign_in'
  return 'decision'
}

function words(value: unknown): string[] {
  return typeof value === 'string' ? value.split(' ') : []
}
