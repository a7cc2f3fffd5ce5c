import type { Account } from '@alles/accounts/contract'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from './client.ts'

/** Something to know about the tab as a whole, once. */
export type TabNotice =
  | { readonly kind: 'face-gone'; readonly now: string }
  | { readonly kind: 'not-switched'; readonly error: unknown }

export interface TabState {
  /** The client of the face that this tab shows. */
  readonly client: Client
  /** Counts how often another client took the place: what was drawn for the one before must not stay. */
  readonly turn: number
  /** The accounts of the person who is signed in; empty until they are known. */
  readonly accounts: readonly Account[]
  readonly notice: TabNotice | null
}

/**
 * A tab shows one face at a time. Each face has a client of its own, so that what is on its way for one can never
 * arrive as another; a client that is not shown has no connection, and still sends what was written with it.
 */
export class Tab {
  readonly store: StoreApi<TabState>
  /** By account: those that this tab has shown and left. */
  readonly faces = new Map<string, Client>()
  /** Counts what was asked of the tab as a whole: of answers that come late only the last one's counts. */
  asks = 0
  readonly #makeClient: (tab: Tab) => Client

  constructor(makeClient: (tab: Tab) => Client) {
    this.#makeClient = makeClient
    this.store = createStore<TabState>(() => ({
      client: makeClient(this),
      turn: 0,
      accounts: [],
      notice: null,
    }))
  }

  /** A client that nobody acts with yet. */
  make(): Client {
    return this.#makeClient(this)
  }
}

/** The client that is shown now. */
export function shownClient(tab: Tab): Client {
  return tab.store.getState().client
}
