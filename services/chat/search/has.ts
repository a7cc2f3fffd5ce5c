import type { SearchHas } from '../contract/index.ts'
import { marks } from '../messages/message-marks.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import { isForward } from '../messages/wire-message.ts'

const link = /https?:\/\/\S/i

/** What a message has beside words, of the kinds that can be searched for. */
export function kindsOf(message: OpenMessage): Set<SearchHas> {
  const { embeds = [], previews = [], files = [], stickers = [] } = message.extras ?? {}
  const shown = [...embeds, ...previews.map((one) => one.embed)]
  const isOf = (type: string) => files.some((file) => file.content_type.startsWith(`${type}/`))
  const found: Readonly<Record<SearchHas, boolean>> = {
    image: isOf('image') || shown.some((one) => one.type === 'image' || one.image !== undefined),
    sound: isOf('audio'),
    video: isOf('video') || shown.some((one) => one.type === 'video'),
    file: files.length > 0,
    sticker: stickers.length > 0,
    embed: shown.length > 0,
    link: link.test(message.content),
    poll: (message.marks & marks.poll) !== 0,
    snapshot: isForward(message),
  }
  return new Set(Object.entries(found).flatMap(([kind, has]) => (has ? [kind as SearchHas] : [])))
}

export function isPinned(message: OpenMessage): boolean {
  return (message.marks & marks.pinned) !== 0
}
