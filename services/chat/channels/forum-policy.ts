import { refuse } from '@alles/platform/contract'
import type { Ids } from '@alles/platform/ids'
import {
  refusals,
  type EmojiState,
  type ForumState,
  type TagInput,
  type TagState,
} from '../contract/index.ts'

export interface EmojiWish {
  readonly emoji_id?: string | null | undefined
  readonly emoji_name?: string | null | undefined
}

/** What to say of a forum; what is absent stays. */
export interface ForumWish {
  /** The whole new list. */
  readonly tags?: readonly TagInput[] | undefined
  readonly reaction?: EmojiWish | null | undefined
  readonly sortOrder?: 0 | 1 | null | undefined
  readonly layout?: 0 | 1 | 2 | undefined
}

/** What the wire says of a forum. */
export function forumWish(input: {
  readonly available_tags?: readonly TagInput[] | null | undefined
  readonly default_reaction_emoji?: EmojiWish | null | undefined
  readonly default_sort_order?: 0 | 1 | null | undefined
  readonly default_forum_layout?: 0 | 1 | 2 | null | undefined
}): ForumWish {
  return {
    tags: input.available_tags ?? undefined,
    reaction: input.default_reaction_emoji,
    sortOrder: input.default_sort_order,
    layout: input.default_forum_layout ?? undefined,
  }
}

const blank: ForumState = { tags: [], reaction: null, sortOrder: null, layout: 0 }

/** A forum as it is to be. Tags that were there keep their ids, new ones get their own. */
export function forumOf(ids: Ids, before: ForumState | null, wish: ForumWish): ForumState {
  const known = before ?? blank
  return {
    tags: wish.tags ? tagsOf(ids, known.tags, wish.tags) : known.tags,
    reaction: wish.reaction === undefined ? known.reaction : emojiOf(wish.reaction),
    sortOrder: wish.sortOrder === undefined ? known.sortOrder : wish.sortOrder,
    layout: wish.layout ?? known.layout,
  }
}

function tagsOf(ids: Ids, before: readonly TagState[], wanted: readonly TagInput[]): TagState[] {
  const names = new Set(wanted.map((tag) => tag.name.toLowerCase()))
  if (names.size < wanted.length) refuse(refusals.tag_names_repeat)
  const taken = new Set<string>()
  return wanted.map((tag) => {
    const id = tag.id ?? ids.next()
    const isKnown = before.some((one) => one.id === id)
    if (taken.has(id) || (tag.id && !isKnown)) refuse(refusals.unknown_tag)
    taken.add(id)
    return { id, name: tag.name, moderated: tag.moderated ?? false, emoji: emojiOf(tag) }
  })
}

/** Guilds have no emoji of their own. */
function emojiOf(wish: EmojiWish | null): EmojiState | null {
  if (wish?.emoji_id) return refuse(refusals.unknown_emoji)
  return wish?.emoji_name ? { id: null, name: wish.emoji_name } : null
}
