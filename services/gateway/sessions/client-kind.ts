import type { Identify } from '../protocol/client-frame.ts'
import type { ClientKind } from './session.ts'

/** What a client says it runs on; the names are those of Discord's own clients. Whoever says nothing is in a browser. */
export function clientOf({ properties }: Pick<Identify, 'properties'>): ClientKind {
  const { os = '', browser = '', device = '' } = properties ?? {}
  if (/android|\bios\b|iphone|ipad/i.test(`${os} ${browser} ${device}`)) return 'mobile'
  return /client|desktop/i.test(browser) ? 'desktop' : 'web'
}
