import { refuse } from '@alles/platform/contract'
import type { Ids } from '@alles/platform/ids'
import { refusals, type ChannelDraft, type ChannelType, type ForumState } from '../contract/index.ts'
import { channelName, channelType, flagsOf, topicOf } from '../channels/channel-policy.ts'
import { forumOf, forumWish } from '../channels/forum-policy.ts'

/** What a role may do, by what its plan calls it: `0` is @everyone. */
export interface PlannedOverwrite {
  readonly key: string
  readonly allow: bigint
  readonly deny: bigint
}

export type PlanDraft = ChannelDraft & { readonly overwrites?: readonly PlannedOverwrite[] }

export interface PlannedChannel {
  /** What its draft calls it. */
  readonly key: string | null
  readonly id: string
  readonly type: ChannelType
  readonly name: string
  readonly topic: string | null
  readonly parentId: string | null
  readonly position: number
  readonly rateLimitPerUser: number
  readonly nsfw: boolean
  readonly flags: number
  readonly threadRateLimit: number
  readonly autoArchiveMinutes: number | null
  readonly forum: ForumState | null
  readonly overwrites: readonly PlannedOverwrite[]
}

const firstChannels: readonly ChannelDraft[] = [
  { id: '0', name: 'Text channels', type: 4 },
  { id: '1', name: 'general', type: 0, parent_id: '0' },
]

/** The channels of a new guild, categories first; a first category and channel where none are asked for. */
export function planChannels(ids: Ids, drafts: readonly PlanDraft[] = []): PlannedChannel[] {
  const wanted = drafts.length > 0 ? drafts : firstChannels
  const named = new Map<string, string>()
  const plan = (draft: PlanDraft, position: number): PlannedChannel => {
    const id = ids.next()
    if (draft.type === 4 && draft.id) named.set(draft.id, id)
    return {
      id,
      parentId: parentOf(draft, named),
      position: draft.position ?? position,
      key: draft.id ?? null,
      overwrites: draft.overwrites ?? [],
      ...wordsAndKind(ids, draft),
      ...limitsOf(draft),
    }
  }
  const categories = wanted.filter((draft) => draft.type === 4)
  const others = wanted.filter((draft) => draft.type !== 4)
  return [...categories.map(plan), ...others.map(plan)]
}

function wordsAndKind(ids: Ids, draft: ChannelDraft) {
  const type = channelType(draft.type ?? 0)
  return {
    type,
    name: channelName(type, draft.name),
    topic: topicOf(type, draft.topic ?? null),
    nsfw: draft.nsfw ?? false,
    flags: flagsOf(type, draft.flags ?? 0),
    forum: type === 15 ? forumOf(ids, null, forumWish(draft)) : null,
  }
}

function limitsOf(draft: ChannelDraft) {
  return {
    rateLimitPerUser: draft.rate_limit_per_user ?? 0,
    threadRateLimit: draft.default_thread_rate_limit_per_user ?? 0,
    autoArchiveMinutes: draft.default_auto_archive_duration ?? null,
  }
}

function parentOf(draft: ChannelDraft, named: ReadonlyMap<string, string>): string | null {
  if (!draft.parent_id) return null
  const parent = draft.type === 4 ? undefined : named.get(draft.parent_id)
  return parent ?? refuse(refusals.not_a_category)
}
