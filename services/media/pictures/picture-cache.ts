import { LRUCache } from 'lru-cache'
import type { PictureRow } from './picture-store.ts'

/** Which picture it is, and what seals it. */
type Kept = Pick<PictureRow, 'hash' | 'key_id'>

/**
 * Pictures that are asked for often, opened, in memory up to a number of bytes. What is let go of is not answered again,
 * not even to those who asked a moment before for what was still being fetched.
 */
export interface PictureCache {
  row(hash: string, load: () => Promise<PictureRow | undefined>): Promise<PictureRow | undefined>
  /** One encoding, by whatever name; all who ask at once wait for one load. */
  bytes(picture: Kept, name: string, load: () => Promise<Uint8Array | null>): Promise<Uint8Array | null>
  letGo(hashes: readonly string[]): void
  letGoOfKeys(keys: readonly string[]): void
  letGoOfAll(): void
}

const usualBytes = 64 * 1024 * 1024
const mostRows = 10_000
/** An announcement may be lost: what was deleted by another process is noticed after this, in milliseconds. */
const rowTtl = 60_000

export function createPictureCache(mostBytes: number = usualBytes): PictureCache {
  return new LoadingCache(mostBytes)
}

class LoadingCache implements PictureCache {
  readonly #rows = new LRUCache<string, PictureRow>({ max: mostRows, ttl: rowTtl })
  readonly #bytes: LRUCache<string, Uint8Array>
  readonly #loading = new Map<string, Promise<Uint8Array | null>>()
  /** What is in memory of each picture: names of encodings, and the key that seals them. */
  readonly #kept = new Map<string, { readonly key: string; readonly names: Set<string> }>()
  /** Counts how often something was let go of: what was being fetched then is not kept. */
  #turns = 0

  constructor(mostBytes: number) {
    this.#bytes = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: (bytes) => Math.max(1, bytes.byteLength),
      dispose: (_, name) => this.#forgetName(name),
    })
  }

  async row(hash: string, load: () => Promise<PictureRow | undefined>): Promise<PictureRow | undefined> {
    const known = this.#rows.get(hash)
    if (known) return known
    const turn = this.#turns
    const found = await load()
    if (found && turn === this.#turns) this.#rows.set(hash, found)
    return found
  }

  async bytes(
    picture: Kept,
    name: string,
    load: () => Promise<Uint8Array | null>,
  ): Promise<Uint8Array | null> {
    const full = `${picture.hash}/${name}`
    return this.#bytes.get(full) ?? this.#loading.get(full) ?? this.#load(picture, full, load)
  }

  letGo(hashes: readonly string[]): void {
    this.#turns += 1
    this.#loading.clear()
    for (const hash of hashes) {
      this.#rows.delete(hash)
      for (const name of this.#kept.get(hash)?.names ?? []) this.#bytes.delete(name)
    }
  }

  letGoOfKeys(keys: readonly string[]): void {
    const gone = new Set(keys)
    const rows = [...this.#rows.values()].filter((row) => gone.has(row.key_id)).map(({ hash }) => hash)
    const kept = [...this.#kept].filter(([, { key }]) => gone.has(key)).map(([hash]) => hash)
    this.letGo([...rows, ...kept])
  }

  letGoOfAll(): void {
    this.letGo([])
    this.#rows.clear()
    this.#bytes.clear()
  }

  #load(picture: Kept, full: string, load: () => Promise<Uint8Array | null>): Promise<Uint8Array | null> {
    const turn = this.#turns
    const loading = load()
      .then((bytes) => {
        if (bytes && turn === this.#turns) this.#keep(picture, full, bytes)
        return bytes
      })
      .finally(() => {
        if (this.#loading.get(full) === loading) this.#loading.delete(full)
      })
    this.#loading.set(full, loading)
    return loading
  }

  #keep({ hash, key_id: key }: Kept, full: string, bytes: Uint8Array): void {
    const kept = this.#kept.get(hash) ?? { key, names: new Set() }
    this.#kept.set(hash, kept)
    kept.names.add(full)
    this.#bytes.set(full, bytes)
  }

  #forgetName(full: string): void {
    const [hash = ''] = full.split('/')
    const kept = this.#kept.get(hash)
    kept?.names.delete(full)
    if (kept?.names.size === 0) this.#kept.delete(hash)
  }
}
