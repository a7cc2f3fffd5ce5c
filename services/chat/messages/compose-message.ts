import type { Chat } from '../chat.ts'
import { attachFiles, newFiles } from './attach-files.ts'
import { embedsOf } from './embeds-of.ts'
import { pollOf } from '../polls/poll-of.ts'
import { extrasOf, type Extras } from './extras.ts'
import { marks } from './message-marks.ts'
import { allowedFlags } from './message-policy.ts'
import type { Asked } from './send-message.ts'
import { stickersOf } from './stickers-of.ts'
import type { TextChannelAccess } from './text-channel.ts'

/** What a message is made of beside its text. */
export interface Composition {
  readonly extras: Extras | null
  readonly bundle: string | null
  /** The key that its files are sealed with. */
  readonly keyId: string
  readonly flags: number
  readonly marks: number
  /** How long its poll takes; null where it has none. */
  readonly pollHours: number | null
}

/** Judges what a message is to show, and takes its files. Once for a message, however often its writing is tried. */
export async function composeMessage(
  chat: Chat,
  access: TextChannelAccess,
  { by, input, received }: Asked,
): Promise<Composition> {
  const given = {
    flags: allowedFlags(input.flags),
    marks: (input.tts === true ? marks.tts : 0) | (input.poll ? marks.poll : 0),
    keyId: access.member.contentKeyId,
    pollHours: input.poll?.duration ?? null,
  }
  if (isPlain({ input, received })) return { ...given, extras: null, bundle: null }
  const embeds = input.embeds ?? []
  const stickers = await stickersOf(chat, access, input.sticker_ids ?? [])
  const poll = input.poll ? await pollOf(chat, access, input.poll) : undefined
  const sent = newFiles(input.attachments ?? [], received)
  if (sent.length === 0) {
    const extras = extrasOf({ embeds: embedsOf(by, embeds, { files: [], sent }), stickers, poll })
    return { ...given, extras, bundle: null }
  }
  const { bundle, files } = await attachFiles(chat, access, { files: sent, bundle: null })
  try {
    const extras = extrasOf({ embeds: embedsOf(by, embeds, { files, sent }), stickers, files, poll })
    return { ...given, extras, bundle }
  } catch (error) {
    await letGoOf(chat, { bundle })
    throw error
  }
}

/** Whether there is nothing but a text, as most messages are. */
function isPlain({ input, received }: Pick<Asked, 'input' | 'received'>): boolean {
  const { embeds, attachments, sticker_ids: stickers, poll } = input
  return !embeds && !attachments && !stickers && !poll && received.length === 0
}

/** Its message will not be written. What this cannot do now, the settling of bundles does. */
export async function letGoOf(chat: Chat, { bundle }: Pick<Composition, 'bundle'>): Promise<void> {
  if (bundle === null) return
  try {
    await chat.media.dropAttachments({ bundles: [bundle] })
  } catch (error) {
    chat.log.warn('messages.files_not_dropped', { error })
  }
}
