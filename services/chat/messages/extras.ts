import type { StoredAttachment } from '@alles/media/contract'
import type { Embed, StickerItem } from '../contract/index.ts'
import type { StoredPoll } from '../polls/stored-poll.ts'

export interface StoredFile extends StoredAttachment {
  /** What it shows, for who does not see it. */
  readonly description?: string
  readonly spoiler?: true
}

/** An embed made of a link. Its picture is a copy of ours. */
export interface StoredPreview {
  readonly embed: Embed
  readonly picture?: {
    readonly id: string
    readonly filename: string
    readonly width: number
    readonly height: number
  }
}

/** What a message keeps, sealed, beside its text. What it has none of is absent. */
export interface Extras {
  /** Given by a bot. Pictures that are files of the message are called `attachment://` and the file's id. */
  readonly embeds?: readonly Embed[]
  readonly previews?: readonly StoredPreview[]
  readonly files?: readonly StoredFile[]
  readonly stickers?: readonly StickerItem[]
  readonly poll?: StoredPoll
}

/** Null where nothing is in it. */
export function extrasOf(parts: {
  readonly [Part in keyof Extras]: Extras[Part] | undefined
}): Extras | null {
  const present = Object.entries(parts).filter(
    ([, part]) => part !== undefined && (!('length' in part) || part.length > 0),
  )
  return present.length === 0 ? null : (Object.fromEntries(present) as Extras)
}
