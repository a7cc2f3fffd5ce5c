import { moveHead, type Dispatch, type GuildState, type MemberState } from '@alles/chat/contract'
import type { Frame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import { closes } from '../protocol/codes.ts'
import { intents } from '../protocol/intents.ts'
import { endSession } from '../sessions/end-session.ts'
import type { Session } from '../sessions/session.ts'
import { PresenceParts } from '../presence/presence-parts.ts'
import { Watchers } from '../presence/watchers.ts'
import { EventDelivery } from './event-delivery.ts'
import { GuildCreate, mostListed } from './guild-create.ts'
import { GuildReader } from './guild-reader.ts'
import { knowGuild, type KnownGuild } from './known-guild.ts'
import { MessageOrder } from './message-order.ts'
import { sightChange, type PermissionClass, type Sight } from './permission-class.ts'
import { PresentMembers } from './present-members.ts'
import { newcomers } from './reaches.ts'
import { classFor, reclassify, type Classes } from './reclassify.ts'
import type { Recording } from './recording.ts'
import { SightFrames } from './sight-frames.ts'
import { SightNews } from './sight-news.ts'
import { Turns } from './turns.ts'

/** More than this held back, while the guild's state cannot be read, ends its sessions. */
const longestBacklog = 20_000
/** What these say is worked out from what each session saw and sees, whatever changed it. */
const replaced: ReadonlySet<string> = new Set(['CHANNEL_CREATE', 'CHANNEL_DELETE'])

/** Where a session stood when another process let go of it. */
interface Since {
  /** What it saw. */
  readonly sight: Sight
  /** What happened since then, up to now. */
  readonly missed: () => readonly Dispatch[]
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
  readonly #presenceParts: PresenceParts
  readonly #turns: Turns
  readonly #order: MessageOrder
  readonly #present: PresentMembers
  readonly #reader: GuildReader
  readonly #news: SightNews
  readonly #delivery: EventDelivery
  #known: KnownGuild | null = null
  /** Who looks at whom, while the guild is large. */
  readonly watchers = new Watchers()
  readonly #recordings = new Set<Recording>()

  constructor(gateway: Gateway, id: string) {
    this.#gateway = gateway
    this.id = id
    this.#presenceParts = new PresenceParts(id)
    this.#present = new PresentMembers()
    this.#reader = new GuildReader(gateway, id)
    this.#news = new SightNews({
      guildId: id,
      reader: this.#reader,
      tell: (session, frame) => this.#tell(session, frame),
    })
    this.#delivery = new EventDelivery({
      give: (session, frame) => gateway.delivery.give(session, frame),
      reader: this.#reader,
      classes: this.#classes,
      known: () => this.#known,
      giving: (dispatch) => this.#noteHead(dispatch),
    })
    this.#create = new GuildCreate({
      profiles: gateway.accounts.profiles,
      listed: gateway.chat.guildMembersAfter,
      joined: gateway.chat.joinedThreads,
    })
    this.#turns = new Turns((error) => gateway.log.error('gateway.guild_failed', { error }))
    this.#order = new MessageOrder({
      read: (between) => gateway.chat.missedMessages(between),
      missed: (count) => gateway.meters.gaps.inc({}, count),
      failed: (error) => gateway.log.warn('gateway.messages_unreadable', { error }),
    })
  }

  /** The state deliveries are judged by. */
  get state(): GuildState | null {
    return this.#known?.guild ?? null
  }

  /** Whether something is under way. */
  get isBusy(): boolean {
    return !this.#turns.isIdle
  }

  /** Whether nobody is here and nothing is under way. */
  get isIdle(): boolean {
    return this.#classes.size === 0 && this.#recordings.size === 0 && this.#turns.isIdle
  }

  /** Hears one event of this guild. */
  hear(dispatch: Dispatch): void {
    if (dispatch.t === 'MESSAGE_CREATE' && this.#order.takeMissing(dispatch)) return
    const at = performance.now()
    const reshapes = dispatch.reshape === true || replaced.has(dispatch.t) || dispatch.t === 'GUILD_DELETE'
    this.#turns.take(() => {
      if (reshapes) return this.#reshape({ dispatch, accountIds: [] }).then(() => this.#done(dispatch, at))
      if (dispatch.t === 'MESSAGE_CREATE') {
        const place = this.#order.place(dispatch, this.state)
        if (place === 'never') return undefined
        if (place !== 'now') return this.#fill(place, dispatch, at)
      }
      const delivering = this.#delivery.deliver(dispatch)
      if (delivering) return delivering.then(() => this.#done(dispatch, at))
      return this.#done(dispatch, at)
    })
    if (this.#turns.length > longestBacklog) this.#giveUp()
  }

  /** Lets a session in and gives it GUILD_CREATE. Resolves to whether its account is a member. */
  admit(session: Session): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#turns.take(() => this.#admit(session).then(resolve, reject))
    })
  }

  /** Takes a session on where another process let go of it: `missed` happened since, `sight` is what it saw then. */
  carryOn(session: Session, since: Since): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#turns.take(() => this.#carryOn(session, since).then(resolve, reject))
    })
  }

  /** Resolves once everything heard so far has been done with. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      this.#turns.take(() => {
        resolve()
        return undefined
      })
    })
  }

  /** Notes events as they are done with. Gives what stops it. */
  record(recording: Recording): () => void {
    this.#recordings.add(recording)
    return () => void this.#recordings.delete(recording)
  }

  /** Looks again whether an account is a member, and acts on it: it may have left. */
  refresh(accountId: string): void {
    this.#turns.take(() => this.#reshape({ dispatch: null, accountIds: [accountId] }))
  }

  /** Something may have been missed: tells everybody here the guild anew, as after an outage. */
  retell(): void {
    this.#turns.take(() => this.#retell())
  }

  /** Somebody shows another profile from now on; members hear of it in an event of its own. */
  profileChanged(accountId: string): void {
    this.#create.profileChanged(accountId)
  }

  /** Takes a session out without telling it. */
  leave(session: Session): void {
    const one = session.guilds.get(this.id)
    session.guilds.delete(this.id)
    this.watchers.leave(session)
    one?.sessions.delete(session)
    if (one?.sessions.size === 0) this.#classes.delete(one.key)
    if (this.#sessionsOf([session.accountId]).length === 0) this.#present.delete(session.accountId)
  }

  /** Sessions that are told of an account's presence: those for which the guild is not large, and who look at it. */
  lookers(accountId: string): Iterable<Session> {
    const members = this.state?.memberCount ?? 0
    const watching = this.watchers.of(accountId)
    if (members > mostListed) return watching
    return this.#sessions().filter((session) => members <= session.largeThreshold || watching.has(session))
  }

  /** Notes whose presence was told. */
  notePresence(accountId: string): void {
    for (const recording of this.#recordings) recording.presences.add(accountId)
  }

  /** Stops waiting for a state that cannot be read. */
  close(): void {
    this.#reader.close()
    this.#order.close()
  }

  /** Delivers what was missing before a message, and then the message. */
  async #fill(missing: Promise<readonly Dispatch[] | null>, dispatch: Dispatch, at: number): Promise<void> {
    const before = await missing
    if (!before) return this.#giveUp()
    for (const one of [...before, dispatch]) {
      await this.#delivery.deliver(one)
      this.#done(one, at)
    }
  }

  /** Newcomers are shown a message as the newest, in processes too that did not write it. */
  #noteHead({ t, number, audience, d }: Dispatch): void {
    if (t === 'MESSAGE_CREATE' || t.startsWith('MESSAGE_DELETE')) this.#create.headsMoved()
    if (t !== 'MESSAGE_CREATE') return
    if (number === undefined || audience.kind !== 'channel' || !this.state) return
    moveHead(this.state, audience.channelId, { id: (d as { readonly id: string }).id, number })
  }

  async #reshape({ dispatch, accountIds }: Reshaping): Promise<void> {
    const before = this.state
    const after = dispatch?.t === 'GUILD_DELETE' ? null : await this.#reader.state()
    if (before && !after) this.#dissolve()
    if (!before || !after) return
    const changed = this.#present.changedBy(dispatch?.members, { accountIds, newest: after.membersVersion })
    if (changed.length > 0) this.#present.take(changed, await this.#reader.members(changed))
    if (dispatch && isNewThread(dispatch)) this.#order.opened((dispatch.d as { readonly id: string }).id)
    await this.#apply(before, after, { dispatch, accountIds: changed })
  }

  /** Everything that an event leads to here has been given. */
  #done(dispatch: Dispatch, at: number): undefined {
    for (const recording of this.#recordings) recording.add(dispatch)
    return this.#gateway.delivery.heard(at)
  }

  /** From here on the new state holds: nobody is given anything it would not let them see. */
  async #apply(before: GuildState, after: GuildState, { dispatch, accountIds }: Reshaping): Promise<void> {
    const sessions = before.version === after.version ? this.#sessionsOf(accountIds) : this.#sessions()
    const step = { before, after, sessions, members: this.#present.members }
    const { changed, gone } = reclassify(this.#classes, step)
    this.#know(after)
    const frames = new SightFrames(this.id)
    for (const session of gone) {
      this.watchers.leave(session)
      this.#gateway.own.left(session.accountId, this.id)
      this.#tell(session, frames.guildGone())
    }
    if (dispatch && !replaced.has(dispatch.t))
      await this.#delivery.deliver(dispatch, newcomers(dispatch, changed))
    await this.#news.tell(after, changed)
    if (dispatch?.wakes !== undefined) await this.#news.awake(after, dispatch.wakes, this.#sessions())
  }

  async #admit(session: Session): Promise<boolean> {
    await this.#reshapeFor(session)
    const known = this.#known
    const [member] = known ? await this.#reader.members([session.accountId]) : []
    if (!known || !member) return false
    const frameFor = await this.#create.prepare(known.guild, { member, threshold: session.largeThreshold })
    if (session.ended || session.guilds.has(this.id)) return true
    const one = this.#letIn(session, known, member)
    const board = this.#gateway.presences.find(this.id)
    this.#tell(session, frameFor(one, this.#presenceParts.for(session, board, known.guild.memberCount)))
    return true
  }

  async #carryOn(session: Session, { sight, missed }: Since): Promise<void> {
    await this.#reshapeFor(session)
    const known = this.#known
    const [member] = known ? await this.#reader.members([session.accountId]) : []
    const frames = new SightFrames(this.id)
    if (!known || !member) return this.#tell(session, frames.guildGone())
    const one = this.#letIn(session, known, member)
    for (const channelId of sight.keys())
      if (!known.channelIds.has(channelId)) this.#tell(session, frames.lostById(channelId))
    const { guild } = known
    const change = sightChange({ guild, sight }, { guild, sight: one.sight })
    if (change) await this.#news.tell(guild, [{ sessions: [session], change }])
    for (const dispatch of missed())
      if (!replaced.has(dispatch.t)) await this.#giveMissed(session, one, dispatch)
  }

  /** What happened while a session was between two processes, judged by what it sees now. */
  async #giveMissed(session: Session, one: PermissionClass, dispatch: Dispatch): Promise<void> {
    if (!(await this.#delivery.deliverTo(session, one, dispatch))) return
    if (this.state && dispatch.wakes !== undefined)
      await this.#news.awake(this.state, dispatch.wakes, [session])
  }

  /** A session of somebody who is a member, as of the state known now. */
  #letIn(session: Session, { guild, rules }: KnownGuild, member: MemberState): PermissionClass {
    const one = classFor(this.#classes, guild, { rules, member })
    one.sessions.add(session)
    session.guilds.set(this.id, one)
    this.#present.put(member)
    if (session.identity.bot && session.wants(intents.GUILD_PRESENCES)) this.watchers.watchAll(session)
    this.#gateway.own.joined(session.accountId, this.id)
    return one
  }

  /** A newcomer begins with the newest state, and everybody else is brought there too. */
  async #reshapeFor(session: Session): Promise<void> {
    if (this.#known) return this.#reshape({ dispatch: null, accountIds: [session.accountId] })
    // What others publish from here on is heard, and what they committed before is read.
    await this.#gateway.bus.settled()
    const guild = await this.#reader.newestState()
    if (!guild) return
    this.#order.begin(guild)
    this.#know(guild)
    this.#present.version = guild.membersVersion
  }

  /** GUILD_DELETE says "unavailable" and GUILD_CREATE the whole: what clients know of it is replaced. */
  async #retell(): Promise<void> {
    const sessions = this.#sessions()
    await this.#reshape({ dispatch: null, accountIds: [...this.#present.members.keys()] })
    const frames = new SightFrames(this.id)
    for (const session of sessions) {
      // Who is no longer a member has been told.
      if (!session.guilds.has(this.id)) continue
      this.leave(session)
      this.#tell(session, frames.guildUnavailable())
      if (!(await this.#admit(session))) this.#tell(session, frames.guildGone())
      await this.#gateway.slots.breathe()
    }
  }

  #know(guild: GuildState): void {
    this.#known = knowGuild(this.#known, guild)
  }

  #dissolve(): void {
    const gone = new SightFrames(this.id).guildGone()
    for (const session of this.#sessions()) {
      this.leave(session)
      this.#gateway.own.left(session.accountId, this.id)
      this.#tell(session, gone)
    }
    this.#known = null
    this.#order.end()
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
}

function isNewThread({ t, d }: Dispatch): boolean {
  return t === 'THREAD_CREATE' && (d as { readonly newly_created?: boolean }).newly_created === true
}
