import type { Holder, MembersChanged } from '@alles/chat/contract'

/** The members of one guild who have sessions here, as far as permissions depend on them. */
export class PresentMembers {
  /** The guild's `membersVersion` up to which every change has been heard. */
  version = '0'
  readonly #byAccount = new Map<string, Holder>()

  get members(): ReadonlyMap<string, Holder> {
    return this.#byAccount
  }

  put(member: Holder): void {
    const { accountId, roleIds } = member
    this.#byAccount.set(accountId, { accountId, roleIds })
  }

  delete(accountId: string): void {
    this.#byAccount.delete(accountId)
  }

  /** Of `accountIds`, `members` are those who are members now. */
  take(accountIds: readonly string[], members: readonly Holder[]): void {
    for (const accountId of accountIds) this.#byAccount.delete(accountId)
    for (const member of members) this.put(member)
  }

  /**
   * Who of those here has to be looked at again: whom the change names, and everybody where changes before it were
   * missed. `newest`: the version that whoever looks now finds, or an older one.
   */
  changedBy(
    change: MembersChanged | undefined,
    also: { readonly accountIds: readonly string[]; readonly newest: string },
  ): string[] {
    const asked = also.accountIds.filter((accountId) => this.#byAccount.has(accountId))
    if (!change || BigInt(this.version) >= BigInt(change.version)) return asked
    if (this.version !== change.before || change.accountIds === null) {
      this.version = BigInt(also.newest) > BigInt(change.version) ? also.newest : change.version
      return [...this.#byAccount.keys()]
    }
    this.version = change.version
    const named = change.accountIds.filter((accountId) => this.#byAccount.has(accountId))
    return [...new Set([...asked, ...named])]
  }
}
