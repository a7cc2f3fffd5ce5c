import type { Profile } from '@alles/accounts/contract'
import {
  maySeeThread,
  renderChannel,
  renderGuild,
  renderMember,
  renderThread,
  renderThreadMember,
  renderUser,
  type FullGuild,
  type GuildState,
  type Member,
  type MemberState,
  type ThreadMemberState,
} from '@alles/chat/contract'
import { dispatchFrameWithTails, type Frame } from '../frames/frame.ts'
import type { PermissionClass, Sight } from './permission-class.ts'

export type FindProfiles = (input: { ids: readonly string[] }) => Promise<Profile[]>

export interface GuildCreateParts {
  readonly profiles: FindProfiles
  /** A page of the guild's members, by account id. */
  readonly listed: (page: { guildId: string; after: string; limit: number }) => Promise<MemberState[]>
  /** Which of some threads some accounts follow. */
  readonly joined: (asked: {
    guildId: string
    accountIds: readonly string[]
    threadIds: readonly string[]
  }) => Promise<ThreadMemberState[]>
}

/** No session may ask for the members of a larger guild to be told along. */
export const mostListed = 250

/** What is not the same for all. */
type OwnPart = 'joined_at' | 'large' | 'member_count' | 'members' | 'channels' | 'threads' | 'presences'

interface MembersPart {
  readonly version: string
  /** As items of a JSON list, each but the first with its comma. */
  readonly bytes: Buffer
  readonly shown: ReadonlySet<string>
}

interface GuildPart {
  readonly version: string
  readonly bytes: Buffer
}

interface ChannelsPart {
  readonly version: string
  readonly sight: Sight
  readonly heads: number
  readonly bytes: Buffer
}

type Joined = ReadonlyMap<string, ThreadMemberState>

interface ThreadsPart {
  readonly guild: GuildState
  readonly sight: Sight
  readonly heads: number
  readonly bytes: Buffer
}

/** Each active thread, without what is anybody's own. */
interface ThreadTexts {
  readonly guild: GuildState
  readonly heads: number
  readonly texts: ReadonlyMap<string, string>
}

const nobody: MembersPart = { version: '', bytes: Buffer.alloc(0), shown: new Set() }

/**
 * GUILD_CREATE of one guild. Nearly all of it is the same for everybody, or for everybody of one class, and is kept as
 * bytes until something in it changes: when thousands connect at once, each costs a few hundred bytes of its own. Of a
 * large guild it holds no members but oneself.
 */
export class GuildCreate {
  readonly #parts: GuildCreateParts
  #members: MembersPart | null = null
  #guild: GuildPart | null = null
  readonly #channels = new WeakMap<PermissionClass, ChannelsPart>()
  readonly #threads = new WeakMap<PermissionClass, ThreadsPart>()
  #texts: ThreadTexts | null = null
  #heads = 0
  #profileChanges = 0

  constructor(parts: GuildCreateParts) {
    this.#parts = parts
  }

  /** A message came: channels have another newest one. */
  headsMoved(): void {
    this.#heads += 1
  }

  /** Somebody's profile changed, who may be shown here. */
  profileChanged(accountId: string): void {
    this.#profileChanges += 1
    if (this.#members?.shown.has(accountId)) this.#members = null
  }

  /** Reads what frames are made of. Resolves to a function that makes the frame for a member of a class, at once. */
  async prepare(
    guild: GuildState,
    { member, threshold }: { readonly member: MemberState; readonly threshold: number },
  ): Promise<(one: PermissionClass, presences: Buffer) => Frame> {
    const large = guild.memberCount > threshold
    const listed = large ? nobody : await this.#membersPart(guild)
    const own = listed.shown.has(member.accountId) ? [] : await renderMembers(this.#parts.profiles, [member])
    const joined = await this.#threadsOf(guild, member)
    const since = new Date(member.joinedAt).toISOString()
    const counted = `"large":${large},"member_count":${guild.memberCount}`
    const first = own.map((wire) => JSON.stringify(wire)).join('')
    const comma = own.length > 0 && listed.shown.size > 0 ? ',' : ''
    const head = `{"joined_at":"${since}",${counted},"members":[${first}${comma}`
    return (one, presences) =>
      dispatchFrameWithTails('GUILD_CREATE', head, [
        listed.bytes,
        this.#guildPart(guild),
        presences,
        this.#threadsPart(guild, one, joined),
        this.#channelsPart(guild, one),
      ])
  }

  /** The active threads somebody follows, by id. */
  async #threadsOf(guild: GuildState, { accountId }: MemberState): Promise<Joined> {
    if (guild.threads.size === 0) return new Map()
    const threadIds = [...guild.threads.keys()]
    const found = await this.#parts.joined({ guildId: guild.id, accountIds: [accountId], threadIds })
    return new Map(found.map((one) => [one.threadId, one]))
  }

  async #membersPart(guild: GuildState): Promise<MembersPart> {
    if (this.#members?.version === guild.membersVersion) return this.#members
    const changes = this.#profileChanges
    const listed = await this.#parts.listed({ guildId: guild.id, after: '0', limit: mostListed })
    const members = await renderMembers(this.#parts.profiles, listed)
    const bytes = Buffer.from(JSON.stringify(members).slice(1, -1))
    const shown = new Set(members.map((one) => one.user.id))
    const made = { version: guild.membersVersion, bytes, shown }
    // A profile that changed meanwhile may have been read before it did.
    if (changes === this.#profileChanges) this.#members = made
    return made
  }

  #guildPart(guild: GuildState): Buffer {
    if (this.#guild?.version === guild.version) return this.#guild.bytes
    const rest: Omit<FullGuild, OwnPart> = {
      ...renderGuild(guild),
      unavailable: false,
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    }
    const bytes = Buffer.from(`],${JSON.stringify(rest).slice(1, -1)},`)
    this.#guild = { version: guild.version, bytes }
    return bytes
  }

  /** The same for all of a class who follow none; the others are told which they follow. */
  #threadsPart(guild: GuildState, one: PermissionClass, joined: Joined): Buffer {
    const { sight } = one
    const known = joined.size === 0 ? this.#threads.get(one) : undefined
    if (known?.guild === guild && known.sight === sight && known.heads === this.#heads) return known.bytes
    const texts = this.#threadTexts(guild)
    const seen: string[] = []
    for (const thread of guild.threads.values()) {
      const own = joined.get(thread.id)
      const held = sight.get(thread.parentId)
      if (held === undefined || !maySeeThread(held, thread, own !== undefined)) continue
      const text = texts.get(thread.id) ?? ''
      seen.push(own ? `${text.slice(0, -1)},"member":${JSON.stringify(renderThreadMember(own))}}` : text)
    }
    const bytes = Buffer.from(`"threads":[${seen.join(',')}],`)
    if (joined.size === 0) this.#threads.set(one, { guild, sight, heads: this.#heads, bytes })
    return bytes
  }

  #threadTexts(guild: GuildState): ReadonlyMap<string, string> {
    const known = this.#texts
    if (known?.guild === guild && known.heads === this.#heads) return known.texts
    const texts = new Map<string, string>()
    for (const thread of guild.threads.values())
      texts.set(thread.id, JSON.stringify(renderThread(guild.id, thread)))
    this.#texts = { guild, heads: this.#heads, texts }
    return texts
  }

  #channelsPart(guild: GuildState, one: PermissionClass): Buffer {
    const { sight } = one
    const known = this.#channels.get(one)
    const isSame = known?.version === guild.version && known.sight === sight && known.heads === this.#heads
    if (isSame) return known.bytes
    const channels = guild.channels
      .filter((channel) => sight.has(channel.id))
      .map((channel) => renderChannel(guild.id, channel))
    const bytes = Buffer.from(`"channels":${JSON.stringify(channels)}}`)
    this.#channels.set(one, { version: guild.version, sight, heads: this.#heads, bytes })
    return bytes
  }
}

/** Members as the wire has them, in the order given. Who is just being erased is left out. */
export async function renderMembers(
  profiles: FindProfiles,
  members: readonly MemberState[],
): Promise<Member[]> {
  const found = await profiles({ ids: members.map((member) => member.accountId) })
  const byId = new Map(found.map((profile) => [profile.id, profile]))
  return members.flatMap((member) => {
    const profile = byId.get(member.accountId)
    return profile ? [renderMember(member, renderUser(profile))] : []
  })
}
