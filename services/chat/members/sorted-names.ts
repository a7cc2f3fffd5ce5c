/** One name somebody goes by, in small letters. */
export interface NameEntry {
  readonly name: string
  readonly accountId: string
}

/** Names in order, for finding those that begin with some letters without looking at the others. */
export class SortedNames {
  #entries: NameEntry[] = []

  get size(): number {
    return this.#entries.length
  }

  /** Many at once cost one pass. */
  add(entries: readonly NameEntry[]): void {
    const added = entries.toSorted(compare)
    if (added.length === 1 && added[0]) this.#entries.splice(this.#placeOf(added[0]), 0, added[0])
    else if (added.length > 0) this.#entries = merged(this.#entries, added)
  }

  remove(entry: NameEntry): void {
    const place = this.#placeOf(entry)
    const there = this.#entries[place]
    if (there && compare(there, entry) === 0) this.#entries.splice(place, 1)
  }

  /** Accounts with a name that begins so, in the order of names, each once, `limit` at most. */
  beginningWith(letters: string, limit: number): string[] {
    const found = new Set<string>()
    for (let at = this.#placeOf({ name: letters, accountId: '' }); found.size < limit; at += 1) {
      const entry = this.#entries[at]
      if (!entry?.name.startsWith(letters)) break
      found.add(entry.accountId)
    }
    return [...found]
  }

  /** Where the first one is that does not come before `entry`. */
  #placeOf(entry: NameEntry): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#entries[middle]
      if (there && compare(there, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function compare(a: NameEntry, b: NameEntry): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  if (a.accountId === b.accountId) return 0
  return a.accountId < b.accountId ? -1 : 1
}

function merged(left: readonly NameEntry[], right: readonly NameEntry[]): NameEntry[] {
  const all: NameEntry[] = []
  let next = 0
  for (const entry of left) {
    for (let other = right[next]; other && compare(other, entry) < 0; other = right[next]) {
      all.push(other)
      next += 1
    }
    all.push(entry)
  }
  for (; next < right.length; next += 1) {
    const other = right[next]
    if (other) all.push(other)
  }
  return all
}
