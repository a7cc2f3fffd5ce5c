import { refuse } from '@alles/platform/contract'
import { refusals, type ChannelDraft } from '../contract/index.ts'
import { channelName, channelType } from '../channels/channel-policy.ts'

export interface PlannedChannel {
  readonly id: string
  readonly type: 0 | 4
  readonly name: string
  readonly topic: string | null
  readonly parentId: string | null
  readonly position: number
  readonly rateLimitPerUser: number
}

const firstChannels: readonly ChannelDraft[] = [
  { id: '0', name: 'Text channels', type: 4 },
  { id: '1', name: 'general', type: 0, parent_id: '0' },
]

/** The channels of a new guild, categories first; a first category and channel where none are asked for. */
export function planChannels(
  drafts: readonly ChannelDraft[] | null | undefined,
  nextId: () => string,
): PlannedChannel[] {
  const wanted = drafts && drafts.length > 0 ? drafts : firstChannels
  const named = new Map<string, string>()
  const plan = (draft: ChannelDraft, position: number): PlannedChannel => {
    const type = channelType(draft.type)
    const id = nextId()
    if (type === 4 && draft.id != null) named.set(draft.id, id)
    const parent = draft.parent_id == null ? null : named.get(draft.parent_id)
    if (parent === undefined || (type === 4 && parent !== null)) refuse(refusals.not_a_category)
    return {
      id,
      type,
      name: channelName(type, draft.name),
      topic: type === 4 ? null : (draft.topic ?? null),
      parentId: parent ?? null,
      position: draft.position ?? position,
      rateLimitPerUser: draft.rate_limit_per_user ?? 0,
    }
  }
  const categories = wanted.filter((draft) => draft.type === 4)
  const others = wanted.filter((draft) => draft.type !== 4)
  return [...categories.map(plan), ...others.map(plan)]
}
