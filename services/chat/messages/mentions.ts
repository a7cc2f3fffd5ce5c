import type { AllowedMentions } from '../contract/index.ts'

/**
 * What a message keeps, sealed, about whom it names. All are membership references and role ids: `named` stand in the
 * text as `<@ref>`, `users` and `roles` are notified.
 */
export interface StoredMentions {
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly named: readonly string[]
}

/** A text in the form it is stored in, and whom it mentions. */
export interface MentioningText {
  readonly content: string
  readonly mentions: StoredMentions | null
  readonly everyone: boolean
}

/** What decides whom a text may mention. */
export interface MentionScope {
  /** The membership of an account in this guild; null for others, who stay plain text. */
  refOf(accountId: string): string | null
  /** Whether this role exists and the author may notify it. */
  mayMentionRole(roleId: string): boolean
  readonly mayMentionEveryone: boolean
  readonly allowed: AllowedMentions | null
  /** The membership that wrote the message this one answers. */
  readonly repliedTo: string | null
}

const user = /<@(!?)(\d{1,20})>/g
const role = /<@&(\d{1,20})>/g
/** The largest id there is. */
const mostId = 2n ** 63n - 1n
const code = /```[\s\S]*?```|`[^`\n]+`/g
const everyone = /@(?:everyone|here)\b/

/** The accounts that a text from the wire names, as far as their ids can be ids. */
export function namedAccounts(content: string): string[] {
  if (!content.includes('<@')) return []
  const ids = Array.from(content.matchAll(user), (match) => match[2] ?? '')
  return [...new Set(ids)].filter((id) => BigInt(id) <= mostId)
}

/** Turns a text from the wire, which names accounts, into the stored form, which names memberships. */
export function storeMentions(content: string, scope: MentionScope): MentioningText {
  if (!content.includes('@') && scope.repliedTo === null) return { content, mentions: null, everyone: false }
  const named = new Set<string>()
  const accountOf = new Map<string, string>()
  const stored = content.replace(user, (whole, mark: string, accountId: string) => {
    const ref = scope.refOf(accountId)
    if (ref === null) return whole
    named.add(ref)
    accountOf.set(ref, accountId)
    return `<@${mark}${ref}>`
  })
  const outsideCode = stored.replace(code, ' ')
  const users = [...outsideCode.matchAll(user)]
    .map((match) => match[2] ?? '')
    .filter((ref) => named.has(ref) && allowsUser(scope.allowed, accountOf.get(ref)))
  if (scope.repliedTo !== null && notifiesReplied(scope.allowed)) users.push(scope.repliedTo)
  const roles = [...outsideCode.matchAll(role)]
    .map((match) => match[1] ?? '')
    .filter((id) => scope.mayMentionRole(id) && allowsRole(scope.allowed, id))
  const mentions = { users: [...new Set(users)], roles: [...new Set(roles)], named: [...named] }
  const none = mentions.users.length + mentions.roles.length + mentions.named.length === 0
  return {
    content: stored,
    mentions: none ? null : mentions,
    everyone: scope.mayMentionEveryone && allowsKind(scope.allowed, 'everyone') && everyone.test(outsideCode),
  }
}

/** Turns a stored text back: each reference among `named` becomes what `idOf` gives, by default itself. */
export function resolveMentions(
  content: string,
  mentions: StoredMentions | null,
  idOf: (ref: string) => string | undefined,
): string {
  if (mentions === null || mentions.named.length === 0) return content
  const named = new Set(mentions.named)
  return content.replace(user, (whole, mark: string, ref: string) =>
    named.has(ref) ? `<@${mark}${idOf(ref) ?? ref}>` : whole,
  )
}

function allowsKind(allowed: AllowedMentions | null, kind: 'users' | 'roles' | 'everyone'): boolean {
  return allowed?.parse === undefined ? allowed === null : allowed.parse.includes(kind)
}

function allowsUser(allowed: AllowedMentions | null, accountId: string | undefined): boolean {
  if (allowsKind(allowed, 'users')) return true
  return accountId !== undefined && allowed?.users?.includes(accountId) === true
}

function allowsRole(allowed: AllowedMentions | null, roleId: string): boolean {
  return allowsKind(allowed, 'roles') || allowed?.roles?.includes(roleId) === true
}

function notifiesReplied(allowed: AllowedMentions | null): boolean {
  return allowed === null || allowed.replied_user === true
}
