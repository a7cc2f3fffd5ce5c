import type { GuildPictureUse } from '@alles/media/contract'
import type { Chat } from '../chat.ts'

export interface PictureWish {
  /** Null takes the picture away, undefined leaves it. */
  readonly file: Uint8Array | string | null | undefined
  readonly use: GuildPictureUse
  readonly guildId: string
  /** The id in its address. */
  readonly owner: string
  /** What seals it. */
  readonly key: string
}

export interface Made {
  readonly hash: string
  readonly animated: boolean
}

/** Makes a picture, and does with it what it was made for. Where that fails, the picture goes again. */
export async function withPicture<T>(
  chat: Chat,
  { file, ...wish }: PictureWish,
  work: (picture: Made | null | undefined) => Promise<T>,
): Promise<T> {
  if (file === undefined || file === null) return work(file)
  const made = await chat.media.makePicture({ file, ...wish })
  try {
    return await work(made)
  } catch (error) {
    await chat.media.dropPicture({ hash: made.hash })
    throw error
  }
}
