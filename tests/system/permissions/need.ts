import { moderationRefusals, refusals, type Permission } from '@alles/chat/contract'
import type { RefusalKind } from '@alles/platform/contract'
import type { World } from './world.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Where a route acts, which says how it is refused to those who are not there. */
export type Place = 'nowhere' | 'guild' | 'channel' | 'thread' | 'private thread' | 'group'

/** Several: each of them is enough. */
export type Needed = Permission | readonly Permission[]

/** Whom a route lets do one thing. */
export interface Need {
  readonly place: Place
  /** What a member must hold there, all of it. With none, to be a member is enough. */
  readonly permissions: readonly Needed[]
  /** Only these may, whatever anybody holds. */
  readonly only?: 'owner' | 'author'
  readonly options: Options
}

export interface Options {
  /** What is sent beside ids that lead to the guild; made anew for each call where it is used up. */
  readonly send?: Fields | ((world: World) => Promise<Fields>)
  /** As a form with a picture. */
  readonly form?: true
  /** Makes good what a call did that was let in. */
  readonly undo?: (world: World) => Promise<unknown>
  /** Whoever wrote the message may too, with nothing but sight of the channel. */
  readonly author?: true
  /** What is answered to the wrong ones where it is not what the place says. */
  readonly refusal?: RefusalKind
  /** Instead of what is needed, this is enough elsewhere: nobody holds it who is to be refused. */
  readonly or?: Permission
  /** How those are refused who do not see a channel that the call names, `ids.channelId` unless it is another. */
  readonly hidden?: { readonly refusal: RefusalKind; readonly channel?: (world: World) => string }
  /** How those outside of it are told that it does not exist. */
  readonly unknown?: RefusalKind
  /** The owner cannot, for this reason and no other. */
  readonly ownerRefusal?: RefusalKind
  /** Refused to those who may too, but for this and not for what they hold. */
  readonly admittedAs?: RefusalKind
  /** No credential is asked for. */
  readonly anyone?: true
}

const rule =
  (place: Place) =>
  (permissions: readonly Needed[] = [], options: Options = {}): Need => ({ place, permissions, options })

/** Members who hold these in the guild as a whole. */
export const guild = rule('guild')
/** Members who see the channel and hold these there. */
export const channel = rule('channel')
/** Members who see the thread's channel and hold these there. */
export const thread = rule('thread')
/** The same of a private thread that they are not in: MANAGE_THREADS alone shows it. */
export const privateThread = rule('private thread')

/** The owner of the guild alone. */
export const owner = (options: Options = {}): Need => ({
  place: 'guild',
  permissions: [],
  only: 'owner',
  options,
})
/** Whoever wrote the message alone. */
export const author = (options: Options): Need => ({
  place: 'channel',
  permissions: [],
  only: 'author',
  options,
})
/** Whoever is in a group; `owner` of it alone. */
export const group = (options: Options = {}, only?: 'owner'): Need => ({
  place: 'group',
  permissions: [],
  ...(only && { only }),
  options,
})
/** Whoever is signed in: it is about themselves, or about something whose code they have. */
export const self = (options: Options = {}): Need => ({ place: 'nowhere', permissions: [], options })
/** Whoever asks. */
export const anyone = (options: Options = {}): Need => self({ ...options, anyone: true })

export const codes = { ...refusals, ...moderationRefusals }
