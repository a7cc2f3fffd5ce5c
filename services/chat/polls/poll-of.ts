import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { pollRefusals, type PartialEmoji, type PollInput } from '../contract/index.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import { emojiNamed } from '../reactions/emoji-name.ts'
import { findUsableEmoji } from '../reactions/usable-emoji.ts'
import type { StoredPoll } from './stored-poll.ts'

type EmojiInput = NonNullable<PollInput['answers'][number]['poll_media']['emoji']>

/** The poll that a message is to hold. Refuses emojis that its author may not use here. */
export async function pollOf(chat: Chat, access: TextChannelAccess, input: PollInput): Promise<StoredPoll> {
  const answers = []
  for (const { poll_media: media } of input.answers)
    answers.push({
      ...(media.text && { text: media.text }),
      ...(media.emoji && { emoji: await emojiOf(chat, access, media.emoji) }),
      choice: chat.ids.blurred(),
    })
  return {
    question: input.question.text,
    answers,
    several: input.allow_multiselect,
    hours: input.duration,
  }
}

async function emojiOf(
  chat: Chat,
  access: TextChannelAccess,
  { id, name }: EmojiInput,
): Promise<PartialEmoji> {
  const named = emojiNamed(typeof id === 'string' ? `emoji:${id}` : (name ?? ''))
  const found = named && (await findUsableEmoji(chat, access, named))
  return found ?? refuse(pollRefusals.poll_emoji)
}
