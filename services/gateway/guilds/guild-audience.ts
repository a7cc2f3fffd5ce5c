import { setTimeout as pause } from 'node:timers/promises'
import type { Dispatch, GuildState, MemberState, ThreadMemberState, ThreadState } from '@alles/chat/contract'
import { EventFrames } from '../frames/event-frames.ts'
import type { Frame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import { closes } from '../protocol/codes.ts'
import { intentOf, intents } from '../protocol/intents.ts'
import { endSession } from '../sessions/end-session.ts'
import type { Session } from '../sessions/session.ts'
import { GuildCreate } from './guild-create.ts'
import { classRules, type ClassRules, type PermissionClass } from './permission-class.ts'
import { PresentMembers } from './present-members.ts'
import { chosen, newcomers, reaches, subjectOf, type Scene } from './reaches.ts'
import { classFor, reclassify, type ChangedSight, type Classes } from './reclassify.ts'
import { SightFrames } from './sight-frames.ts'
import { Turns } from './turns.ts'

/** More than this held back, while the guild's state cannot be read, ends its sessions. */
const longestBacklog = 20_000
const retryMs = 250
/** What these say is worked out from what each session saw and sees, whatever changed it. */
const replaced: ReadonlySet<string> = new Set(['CHANNEL_CREATE', 'CHANNEL_DELETE'])
const nobody: ReadonlySet<Session> = new Set()

/** A guild's state and what is worked out from it once. */
interface Known {
  readonly guild: GuildState
  readonly rules: ClassRules
  readonly channelIds: ReadonlySet<string>
}

/** What a new state is looked at for. */
interface Reshaping {
  readonly dispatch: Dispatch | null
  /** Accounts that may have changed, whatever the event says. */
  readonly accountIds: readonly string[]
}

/**
 * One guild's sessions in this process, by what they may see. Events are delivered at once and in order; where one
 * changes who may see what, everything after it waits until the guild's new state has been read.
 */
export class GuildAudience {
  readonly id: string
  readonly #gateway: Gateway
  readonly #classes: Classes = new Map()
  readonly #create: GuildCreate
  readonly #turns: Turns
  readonly #numbers = new Map<string, number>()
  readonly #present: PresentMembers
  #known: Known | null = null
  #closed = false

  constructor(gateway: Gateway, id: string) {
    this.#gateway = gateway
    this.id = id
    this.#present = new PresentMembers()
    this.#create = new GuildCreate({
      profiles: gateway.accounts.profiles,
      listed: gateway.chat.guildMembersAfter,
      joined: gateway.chat.joinedThreads,
    })
    this.#turns = new Turns((error) => gateway.log.error('gateway.guild_failed', { error }))
  }

  /** The state deliveries are judged by. */
  get state(): GuildState | null {
    return this.#known?.guild ?? null
  }

  /** Whether nobody is here and nothing is under way. */
  get isIdle(): boolean {
    return this.#classes.size === 0 && this.#turns.isIdle
  }

  /** Hears one event of this guild. */
  hear(dispatch: Dispatch): void {
    const at = performance.now()
    const reshapes = dispatch.reshape === true || replaced.has(dispatch.t) || dispatch.t === 'GUILD_DELETE'
    const heard = () => this.#gateway.delivery.heard(at)
    this.#turns.take(() => {
      if (reshapes) return this.#reshape({ dispatch, accountIds: [] }).then(heard)
      const delivering = this.#deliver(dispatch)
      return delivering ? delivering.then(heard) : heard()
    })
    if (this.#turns.length > longestBacklog) this.#giveUp()
  }

  /** Lets a session in and gives it GUILD_CREATE. Resolves to whether its account is a member. */
  admit(session: Session): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#turns.take(() => this.#admit(session).then(resolve, reject))
    })
  }

  /** Looks again whether an account is a member, and acts on it: it may have left. */
  refresh(accountId: string): void {
    this.#turns.take(() => this.#reshape({ dispatch: null, accountIds: [accountId] }))
  }

  /** Somebody shows another profile from now on; members hear of it in an event of its own. */
  profileChanged(accountId: string): void {
    this.#create.profileChanged(accountId)
  }

  /** Takes a session out without telling it. */
  leave(session: Session): void {
    const one = session.guilds.get(this.id)
    session.guilds.delete(this.id)
    one?.sessions.delete(session)
    if (one?.sessions.size === 0) this.#classes.delete(one.key)
    if (this.#sessionsOf([session.accountId]).length === 0) this.#present.delete(session.accountId)
  }

  /** Stops waiting for a state that cannot be read. */
  close(): void {
    this.#closed = true
  }

  /** At once, but where it happened in a thread that must be asked about first. */
  #deliver(dispatch: Dispatch, except: ReadonlySet<Session> = nobody): Promise<void> | undefined {
    const place = this.#sceneOf(dispatch)
    if (!place?.unknown) return this.#give(dispatch, place, except)
    return this.#ask(place.channelId).then((found) => this.#give(dispatch, found, except))
  }

  /** Where an event happened; `unknown`: in a thread that is private or archived, or nowhere. */
  #sceneOf({ audience }: Dispatch): (Scene & { readonly unknown?: true }) | null {
    if (audience.kind !== 'channel') return null
    const { channelId, members } = audience
    if (members) return { channelId, members: new Set(members) }
    const thread = this.state?.threads.get(channelId)
    if (thread && thread.type !== 12) return { channelId: thread.parentId, members: null }
    const isChannel = !this.#known || this.#known.channelIds.has(channelId)
    return { channelId, members: null, ...(!isChannel && { unknown: true }) }
  }

  async #ask(threadId: string): Promise<Scene | null> {
    const found = await this.#insist(null, () =>
      this.#gateway.chat.threadAudience({ guildId: this.id, threadId }),
    )
    return found && { channelId: found.parentId, members: found.members }
  }

  #give(dispatch: Dispatch, scene: Scene | null, except: ReadonlySet<Session>): undefined {
    if (dispatch.t === 'MESSAGE_CREATE') this.#messageCame(dispatch)
    if (dispatch.t.startsWith('MESSAGE_DELETE')) this.#create.headsMoved()
    const frames = new EventFrames(dispatch)
    const intent = intentOf(dispatch.t, 'guild')
    const subject = subjectOf(dispatch)
    const { delivery } = this.#gateway
    for (const one of this.#classes.values()) {
      if (!reaches(dispatch, one, { guild: this.state, scene })) continue
      const only = chosen(dispatch, one, scene)
      for (const session of one.sessions) {
        if (only && !only.has(session.accountId)) continue
        if ((session.wants(intent) || session.accountId === subject) && !except.has(session))
          delivery.give(session, frames.for(session))
      }
    }
  }

  /** Numbers count up by one; a jump means that an event was lost on its way here. */
  #messageCame({ number, audience }: Dispatch): void {
    this.#create.headsMoved()
    if (number === undefined || audience.kind !== 'channel') return
    const before = this.#numbers.get(audience.channelId)
    if (before !== undefined && number > before + 1) this.#gateway.meters.gaps.inc({}, number - before - 1)
    if (before === undefined || number > before) this.#numbers.set(audience.channelId, number)
  }

  async #reshape({ dispatch, accountIds }: Reshaping): Promise<void> {
    const before = this.state
    const after = dispatch?.t === 'GUILD_DELETE' ? null : await this.#read()
    if (!before) return
    if (!after) return this.#dissolve()
    const changed = this.#present.changedBy(dispatch?.members, { accountIds, newest: after.membersVersion })
    if (changed.length > 0) this.#present.take(changed, await this.#find(changed))
    await this.#apply(before, after, { dispatch, accountIds: changed })
  }

  /** From here on the new state holds: nobody is given anything it would not let them see. */
  async #apply(before: GuildState, after: GuildState, { dispatch, accountIds }: Reshaping): Promise<void> {
    const sessions = before.version === after.version ? this.#sessionsOf(accountIds) : this.#sessions()
    const step = { before, after, sessions, members: this.#present.members }
    const { changed, gone } = reclassify(this.#classes, step)
    this.#know(after)
    const frames = new SightFrames(this.id)
    for (const session of gone) this.#tell(session, frames.guildGone())
    if (dispatch && !replaced.has(dispatch.t)) await this.#deliver(dispatch, newcomers(dispatch, changed))
    for (const { sessions: told, change } of changed)
      for (const session of told) {
        for (const channel of change.lost) this.#tell(session, frames.lost(channel))
        for (const channel of change.gained) this.#tell(session, frames.gained(channel))
      }
    await this.#tellThreads(after, { changed, frames })
    if (dispatch?.wakes !== undefined) await this.#tellAwake(after, { threadId: dispatch.wakes, frames })
  }

  /** Lists the threads of channels that came into sight. */
  async #tellThreads(
    guild: GuildState,
    { changed, frames }: { readonly changed: readonly ChangedSight[]; readonly frames: SightFrames },
  ): Promise<void> {
    const wanted = changed.filter(({ change }) => change.listed.length > 0)
    if (wanted.length === 0) return
    const channels = new Set(wanted.flatMap(({ change }) => change.listed.map(({ id }) => id)))
    const threads = [...guild.threads.values()].filter((thread) => channels.has(thread.parentId))
    const sessions = wanted.flatMap((one) => one.sessions)
    const joined = await this.#joined(sessions, threads)
    const pairs = wanted.flatMap(({ sessions: some, change }) =>
      some.flatMap((session) => change.listed.map((channel) => ({ session, channel }))),
    )
    for (const { session, channel } of pairs) {
      const held = session.guilds.get(this.id)?.sight.get(channel.id)
      const own = joined.get(session.accountId) ?? new Map()
      if (held !== undefined) this.#tell(session, frames.threads(guild, channel, { held, joined: own }))
    }
  }

  /** Clients forget of archived threads that they follow them: one that is awake again says so. */
  async #tellAwake(
    guild: GuildState,
    { threadId: id, frames }: { readonly threadId: string; readonly frames: SightFrames },
  ): Promise<void> {
    const thread = guild.threads.get(id)
    if (!thread) return
    const sessions = this.#sessions()
    const joined = await this.#joined(sessions, [thread])
    for (const session of sessions) {
      const own = joined.get(session.accountId)?.get(id)
      const sees = session.guilds.get(this.id)?.sight.has(thread.parentId) === true
      if (own && sees) this.#tell(session, frames.follows(own))
    }
  }

  /** By account: which of some threads it follows. */
  async #joined(
    sessions: readonly Session[],
    threads: readonly ThreadState[],
  ): Promise<ReadonlyMap<string, Map<string, ThreadMemberState>>> {
    const accountIds = [...new Set(sessions.map((session) => session.accountId))]
    const threadIds = threads.map((thread) => thread.id)
    const asked = { guildId: this.id, accountIds, threadIds }
    const found = await this.#insist([], () => this.#gateway.chat.joinedThreads(asked))
    const byAccount = Map.groupBy(found, (one) => one.accountId)
    return new Map(
      Array.from(byAccount, ([accountId, all]) => [
        accountId,
        new Map(all.map((one) => [one.threadId, one])),
      ]),
    )
  }

  async #admit(session: Session): Promise<boolean> {
    await this.#reshapeFor(session)
    const known = this.#known
    const [member] = known ? await this.#find([session.accountId]) : []
    if (!known || !member) return false
    const frameFor = await this.#create.prepare(known.guild, { member, threshold: session.largeThreshold })
    if (session.ended || session.guilds.has(this.id)) return true
    this.#tell(session, frameFor(this.#letIn(session, known, member)))
    return true
  }

  /** A session of somebody who is a member, as of the state known now. */
  #letIn(session: Session, { guild, rules }: Known, member: MemberState): PermissionClass {
    const one = classFor(this.#classes, guild, { rules, member })
    one.sessions.add(session)
    session.guilds.set(this.id, one)
    this.#present.put(member)
    return one
  }

  /** A newcomer begins with the newest state, and everybody else is brought there too. */
  async #reshapeFor(session: Session): Promise<void> {
    if (this.#known) return this.#reshape({ dispatch: null, accountIds: [session.accountId] })
    const guild = await this.#read()
    if (!guild) return
    this.#know(guild)
    this.#present.version = guild.membersVersion
  }

  #know(guild: GuildState): void {
    const known = this.#known
    if (known?.guild === guild) return
    // Channels, and what they say of members, change with the version alone.
    if (known?.guild.version === guild.version) this.#known = { ...known, guild }
    else {
      const channelIds = new Set(guild.channels.map((channel) => channel.id))
      this.#known = { guild, rules: classRules(guild), channelIds }
    }
  }

  #dissolve(): void {
    const gone = new SightFrames(this.id).guildGone()
    for (const session of this.#sessions()) {
      this.leave(session)
      this.#tell(session, gone)
    }
    this.#known = null
  }

  #tell(session: Session, frame: Frame): void {
    if (session.wants(intents.GUILDS)) this.#gateway.delivery.give(session, frame)
  }

  #sessions(): Session[] {
    return [...this.#classes.values()].flatMap((one) => [...one.sessions])
  }

  #sessionsOf(accountIds: readonly string[]): Session[] {
    const all = accountIds.flatMap((accountId) => this.#gateway.sessions.ofAccount(accountId))
    return all.filter((session) => session.guilds.has(this.id))
  }

  #giveUp(): void {
    for (const session of this.#sessions()) endSession(this.#gateway, session, closes.resumable)
  }

  async #read(): Promise<GuildState | null> {
    return this.#insist(null, () => this.#gateway.chat.guildState({ guildId: this.id }))
  }

  async #find(accountIds: readonly string[]): Promise<MemberState[]> {
    const asked = { guildId: this.id, accountIds: [...accountIds] }
    return this.#insist([], () => this.#gateway.chat.guildMembers(asked))
  }

  /** Until it succeeds: without knowing who may see what, nothing may be delivered. */
  async #insist<T>(closed: T, ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; !this.#closed; attempt += 1)
      try {
        return await ask()
      } catch (error) {
        if (attempt % 20 === 1) this.#gateway.log.warn('gateway.state_unreadable', { attempt, error })
        await pause(retryMs, undefined, { ref: false })
      }
    return closed
  }
}
