/** Somebody a message can name. */
export interface Mentionable {
  readonly id: string
  readonly username: string
  readonly name: string
  /** The name of their picture. */
  readonly avatar?: string | null
}

const mention = /@([a-z0-9_.]{2,32})/gi
/** Code is left as it was written. */
const code = /(```[^]*?```|`[^`\n]*`)/

/** Turns `@username` into what the wire calls a mention. Names nobody here has stay words. */
export function namesToIds(text: string, byUsername: (username: string) => Mentionable | undefined): string {
  return text
    .split(code)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(mention, (whole, typed: string) => toId(whole, typed, byUsername)),
    )
    .join('')
}

function toId(
  whole: string,
  typed: string,
  byUsername: (username: string) => Mentionable | undefined,
): string {
  // A full stop may belong to the name or end the sentence: the longest name that exists wins.
  for (let end = typed.length; end >= 2; end -= 1) {
    const found = byUsername(typed.slice(0, end).toLowerCase())
    if (found) return `<@${found.id}>${typed.slice(end)}`
    if (typed[end - 1] !== '.') break
  }
  return whole
}

/** Turns mentions back into `@username`, for editing. */
export function idsToNames(text: string, byId: (id: string) => Mentionable | undefined): string {
  return text.replace(/<@!?(\d{1,20})>/g, (whole, id: string) => {
    const found = byId(id)
    return found ? `@${found.username}` : whole
  })
}

/** A name that is being typed: where its `@` stands and what follows it. */
export interface MentionQuery {
  readonly start: number
  readonly text: string
}

/** The mention under the cursor, if one is being typed there. */
export function mentionAt(text: string, cursor: number): MentionQuery | null {
  const match = /(?:^|[\s(])@([\p{L}\p{N}_.]{0,32})$/u.exec(text.slice(0, cursor))
  if (!match) return null
  const query = match[1] ?? ''
  return { start: cursor - query.length - 1, text: query }
}

/** Who fits what was typed: names that begin with it before names that contain it, at most `limit`. */
export function findMentionable(all: readonly Mentionable[], text: string, limit = 8): Mentionable[] {
  const wanted = text.toLowerCase()
  const rank = (one: Mentionable) => {
    const names = [one.name.toLowerCase(), one.username]
    if (names.some((name) => name.startsWith(wanted))) return 0
    return names.some((name) => name.includes(wanted)) ? 1 : 2
  }
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((entry) => entry.rank < 2)
    .toSorted((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name))
    .slice(0, limit)
    .map((entry) => entry.one)
}

/** Puts a chosen name in place of what was typed; the cursor stands behind it. */
export function completeMention(
  text: string,
  query: MentionQuery,
  chosen: Mentionable,
): { text: string; cursor: number } {
  const before = `${text.slice(0, query.start)}@${chosen.username} `
  const after = text.slice(query.start + 1 + query.text.length)
  return { text: before + after.replace(/^ /, ''), cursor: before.length }
}
