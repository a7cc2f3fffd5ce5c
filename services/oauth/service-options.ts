import type { Egress } from '@alles/platform/egress'
import type { AddressLimit, MountLine, TakeRequest } from '@alles/platform/http'

export interface OAuthOptions {
  /** The origin people see. */
  readonly publicUrl: string
  /** Has the HTTP edge hand over the requests of these methods and paths, no more than `limit` of one address. */
  mount(lines: readonly MountLine[], take: TakeRequest, limit?: AddressLimit): void
  /** Whether applications may register themselves (RFC 7591). */
  readonly openRegistration: boolean
  /** The way to applications' own addresses, under the destinations `application` and, on this machine, `application-here`. */
  readonly egress: Egress
}
