import type { Pending } from '../state/outbox.ts'
import type { ReadMarks } from '../state/unread.ts'

/** The part of `localStorage` that is used. */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'alles'
const faceKey = `${prefix}:face`

/**
 * What this browser remembers between visits; README.md lists it. Everything of an account is forgotten when it signs
 * out. Where the browser keeps nothing, everything works and is gone with the tab.
 */
export class Memory {
  readonly #keep: Keep
  readonly #tab: Keep

  /** `tab`: what lasts as long as a tab, and over its being loaded again. */
  constructor(keep: Keep, tab: Keep) {
    this.#keep = keep
    this.#tab = tab
  }

  /** The account that this tab last acted as. */
  face(): string | null {
    return this.#tab.getItem(faceKey)
  }

  keepFace(account: string | null): void {
    if (account === null) this.#tab.removeItem(faceKey)
    else this.#tab.setItem(faceKey, account)
  }

  draft(account: string, channelId: string): string {
    return this.#get([account, 'draft', channelId]) ?? ''
  }

  keepDraft(account: string, channelId: string, text: string): void {
    this.#set([account, 'draft', channelId], text === '' ? null : text)
  }

  readMarks(account: string): ReadMarks {
    return (readJson(this.#get([account, 'read'])) as ReadMarks | null) ?? {}
  }

  keepReadMarks(account: string, marks: ReadMarks): void {
    this.#set([account, 'read'], JSON.stringify(marks))
  }

  /** Messages that were not confirmed when the tab was closed, in the order of writing. */
  pending(account: string): Pending[] {
    return this.#keys([account, 'out', ''])
      .map((key) => readJson(this.#keep.getItem(key)) as Pending | null)
      .filter((one) => one !== null)
      .toSorted((a, b) => a.createdAt - b.createdAt)
  }

  keepPending(account: string, pending: Pending): void {
    this.#set([account, 'out', pending.nonce], JSON.stringify(pending))
  }

  dropPending(account: string, nonce: string): void {
    this.#set([account, 'out', nonce], null)
  }

  /** A choice of this browser, whoever is signed in. */
  choice(name: 'language' | 'members' | 'single-keys'): string | null {
    return this.#get(['choice', name])
  }

  keepChoice(name: 'language' | 'members' | 'single-keys', value: string | null): void {
    this.#set(['choice', name], value)
  }

  /** Forgets everything of an account. */
  forget(account: string): void {
    for (const key of this.#keys([account, ''])) this.#keep.removeItem(key)
  }

  #get(path: readonly string[]): string | null {
    return this.#keep.getItem([prefix, ...path].join(':'))
  }

  #set(path: readonly string[], value: string | null): void {
    const key = [prefix, ...path].join(':')
    if (value === null) this.#keep.removeItem(key)
    else this.#keep.setItem(key, value)
  }

  #keys(path: readonly string[]): string[] {
    const start = [prefix, ...path].join(':')
    return Array.from({ length: this.#keep.length }, (_, index) => this.#keep.key(index))
      .filter((key) => key !== null)
      .filter((key) => key.startsWith(start))
  }
}

/** What we wrote ourselves, or null. */
function readJson(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The browser's storage; where it is off or full, a map that lives as long as the tab. */
export function browserKeep(storage: () => Storage): Keep {
  const kept = new Map<string, string>()
  const tryStorage = <T>(use: (there: Storage) => T, otherwise: T): T => {
    try {
      return use(storage())
    } catch {
      return otherwise
    }
  }
  for (let index = 0; index < tryStorage((there) => there.length, 0); index += 1) {
    const key = tryStorage((there) => there.key(index), null)
    const value = key === null ? null : tryStorage((there) => there.getItem(key), null)
    if (key !== null && value !== null) kept.set(key, value)
  }
  return {
    getItem: (key) => tryStorage((there) => there.getItem(key), null) ?? kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value)
      tryStorage((there) => there.setItem(key, value), undefined)
    },
    removeItem: (key) => {
      kept.delete(key)
      tryStorage((there) => there.removeItem(key), undefined)
    },
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size
    },
  }
}
