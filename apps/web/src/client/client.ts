import type { Account } from '@alles/accounts/contract'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Api } from '../api/clients.ts'
import type { ConnectionParts, ConnectionStatus, GatewayConnection } from '../gateway/connection.ts'
import { emptyState, type State } from '../state/entities.ts'
import type { Outbox } from '../state/outbox.ts'
import type { ReadMarks } from '../state/unread.ts'
import type { Memory } from './memory.ts'
import type { Tab } from './tab.ts'

/**
 * `none`: there was no session. `choice`: they went themselves, and need not be led back to where they were. `ended`: the
 * server ended it. `erasure`: it did when the time of an erasure that they asked for had come.
 */
export type WhySignedOut = 'none' | 'choice' | 'ended' | 'erasure'

/** Who is signed in in this tab. */
export type Session =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out'; readonly why: WhySignedOut }
  | { readonly kind: 'signed-in'; readonly account: Account; readonly administrator: boolean }

/** Everything the screen is made of. */
export interface ClientState {
  readonly session: Session
  readonly connection: ConnectionStatus
  readonly entities: State
  readonly outbox: Outbox
  readonly read: ReadMarks
}

export const firstState: ClientState = {
  session: { kind: 'unknown' },
  connection: 'connecting',
  entities: emptyState,
  outbox: {},
  read: {},
}

/** What the verbs in this folder work with; one for each face that a tab has shown. */
export interface Client {
  readonly store: StoreApi<ClientState>
  readonly tab: Tab
  readonly api: Api
  readonly memory: Memory
  readonly openSocket: ConnectionParts['openSocket']
  readonly timers: ConnectionParts['timers']
  readonly random: ConnectionParts['random']
  readonly now: () => number
  /** Channels that a send or a read is under way for, so that none starts twice. */
  readonly busy: Set<string>
  /** Members that will be asked for in a moment, by guild. */
  readonly membersWanted: Map<string, string[]>
  /** What members were asked for in this session, so that nothing is asked twice. */
  readonly membersAsked: Set<string>
  connection: GatewayConnection | null
  /** The account that each request names: the one that acts, or the one this tab had before it was loaded again. */
  face: string | null
  /** When the account that acts is erased, in milliseconds; null where nobody has asked for it that we know of. */
  erasedFrom: number | null
}

export type ClientParts = Pick<Client, 'tab' | 'api' | 'memory' | 'openSocket' | 'timers' | 'random' | 'now'>

export function createClient(parts: ClientParts): Client {
  return {
    ...parts,
    store: createStore(() => firstState),
    busy: new Set(),
    membersWanted: new Map(),
    membersAsked: new Set(),
    connection: null,
    face: null,
    erasedFrom: null,
  }
}

/** Changes what is known of guilds, channels and messages. */
export function change(client: Client, next: (state: State) => State): void {
  client.store.setState((state) => ({ entities: next(state.entities) }))
}

/** The account that acts, or null. */
export function actingAccount(client: Client): string | null {
  const { session } = client.store.getState()
  return session.kind === 'signed-in' ? session.account.id : null
}
