import type { LedgerEntry } from '@alles/platform/egress'
import type { LinkPreview } from '../contract/index.ts'

/** What a page says of itself; the address of its picture, or the bytes of it. */
export type Page<Picture> = Omit<LinkPreview, 'url' | 'picture'> & { readonly picture: Picture | null }
export type Looked = Page<Uint8Array>

/** Where the process that looks may go. Public addresses and the ports of the web, unless a test says otherwise. */
export interface Reach {
  readonly ports?: readonly number[] | 'any'
  readonly reach?: 'public' | 'loopback'
  readonly certificates?: string
  /** What hosts resolve to, one list for each time they are asked; the system's resolver where absent. */
  readonly answers?: Readonly<Record<string, readonly (readonly string[])[]>>
  /** For one request whole, in milliseconds. */
  readonly timeoutMs?: number
}

/** What the process is sent: once where it may go, then what to look at. */
export type Order = { readonly reach: Reach } | { readonly id: number; readonly url: string }

/** What it says: that it can begin, each attempt to reach the outside, and what it saw: null where there is nothing. */
export type Word =
  | { readonly ready: true }
  | { readonly entry: LedgerEntry }
  | { readonly id: number; readonly looked: Looked | null }
