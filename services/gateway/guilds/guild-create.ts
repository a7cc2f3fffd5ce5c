import type { Profile } from '@alles/accounts/contract'
import {
  renderChannel,
  renderGuild,
  renderMember,
  renderUser,
  type FullGuild,
  type GuildState,
  type Member,
  type MemberState,
} from '@alles/chat/contract'
import { dispatchFrameWithTails, type Frame } from '../frames/frame.ts'
import type { PermissionClass, Sight } from './permission-class.ts'

export type FindProfiles = (input: { ids: readonly string[] }) => Promise<Profile[]>

/** Guilds with more members than this are `large`: clients ask for the members they need. */
const largeFrom = 251
const shownOfLarge = 100

interface SharedPart {
  readonly guild: GuildState
  readonly bytes: Buffer
  readonly shown: ReadonlySet<string>
}

interface ChannelsPart {
  readonly guild: GuildState
  readonly sight: Sight
  readonly heads: number
  readonly bytes: Buffer
}

/**
 * GUILD_CREATE of one guild. Nearly all of it is the same for everybody, or for everybody of one class, and is kept as
 * bytes until something in it changes: when thousands connect at once, each costs a few hundred bytes of its own.
 */
export class GuildCreate {
  readonly #profiles: FindProfiles
  #shared: SharedPart | null = null
  readonly #channels = new WeakMap<PermissionClass, ChannelsPart>()
  #heads = 0
  #profileChanges = 0

  constructor(profiles: FindProfiles) {
    this.#profiles = profiles
  }

  /** A message came: channels have another newest one. */
  headsMoved(): void {
    this.#heads += 1
  }

  /** A member's profile changed. */
  profilesChanged(): void {
    this.#profileChanges += 1
    this.#shared = null
  }

  /** Reads what frames are made of. Resolves to a function that makes the frame for a member of a class, at once. */
  async prepare(guild: GuildState, member: MemberState): Promise<(one: PermissionClass) => Frame> {
    const shared = await this.#sharedPart(guild)
    const own = shared.shown.has(member.accountId) ? [] : await renderMembers(this.#profiles, [member])
    const joined = new Date(member.joinedAt).toISOString()
    const first = own.map((wire) => `${JSON.stringify(wire)},`).join('')
    const head = `{"joined_at":"${joined}","members":[${first}`
    return (one) =>
      dispatchFrameWithTails('GUILD_CREATE', head, [shared.bytes, this.#channelsPart(guild, one)])
  }

  async #sharedPart(guild: GuildState): Promise<SharedPart> {
    if (this.#shared?.guild === guild) return this.#shared
    const large = guild.members.size >= largeFrom
    const listed = Array.from(guild.members.values().take(large ? shownOfLarge : largeFrom))
    const changes = this.#profileChanges
    const members = await renderMembers(this.#profiles, listed)
    const rest: Omit<FullGuild, 'joined_at' | 'members' | 'channels'> = {
      ...renderGuild(guild),
      large,
      unavailable: false,
      member_count: guild.members.size,
      threads: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    }
    const text = `${JSON.stringify(members).slice(1)},${JSON.stringify(rest).slice(1, -1)},`
    const shown = new Set(members.map((member) => member.user.id))
    const made = { guild, bytes: Buffer.from(text), shown }
    // A profile that changed meanwhile may have been read before it did.
    if (changes === this.#profileChanges) this.#shared = made
    return made
  }

  #channelsPart(guild: GuildState, one: PermissionClass): Buffer {
    const { sight } = one
    const known = this.#channels.get(one)
    if (known?.guild === guild && known.sight === sight && known.heads === this.#heads) return known.bytes
    const channels = guild.channels
      .filter((channel) => sight.has(channel.id))
      .map((channel) => renderChannel(guild.id, channel))
    const bytes = Buffer.from(`"channels":${JSON.stringify(channels)}}`)
    this.#channels.set(one, { guild, sight, heads: this.#heads, bytes })
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
