import { intents } from '../protocol/intents.ts'
import type { Session } from '../sessions/session.ts'
import type { GuildPresences } from './guild-presences.ts'
import { renderPresence, type ShownPresence } from './presence.ts'

/** The presences in GUILD_CREATE, as bytes that sessions share until somebody comes or goes. */
export class PresenceParts {
  readonly #none = Buffer.from('"presences":[],')
  readonly #guildId: string
  #made: { readonly board: GuildPresences; readonly version: number; readonly bytes: Buffer } | null = null

  constructor(guildId: string) {
    this.#guildId = guildId
  }

  /** What a session begins with. Of a large guild, whoever begins is shown themselves: they ask for those they look at. */
  for(session: Session, board: GuildPresences | undefined, members: number): Buffer {
    if (!board || !session.wants(intents.GUILD_PRESENCES)) return this.#none
    return members > session.largeThreshold ? this.#of(board, session.accountId) : this.#all(board)
  }

  #all(board: GuildPresences): Buffer {
    if (this.#made?.board === board && this.#made.version === board.version) return this.#made.bytes
    const bytes = this.#bytes([...board.all()])
    this.#made = { board, version: board.version, bytes }
    return bytes
  }

  /** That of one account, if it is there. */
  #of(board: GuildPresences, accountId: string): Buffer {
    const shown = board.of(accountId)
    return shown.status === 'offline' ? this.#none : this.#bytes([[accountId, shown]])
  }

  #bytes(all: readonly (readonly [string, ShownPresence])[]): Buffer {
    const presences = all.map(([accountId, shown]) => renderPresence(this.#guildId, accountId, shown))
    return Buffer.from(`"presences":${JSON.stringify(presences)},`)
  }
}
