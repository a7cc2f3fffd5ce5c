import type { Answer, Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { bits, type prepareAttachments as call } from '../contract/index.ts'
import { getTextChannel } from '../messages/text-channel.ts'

/** Makes room for files, for who may send them in a channel. */
export async function prepareAttachments(
  chat: Chat,
  by: Actor,
  { channelId, files }: Input<typeof call>,
): Promise<Answer<typeof call>> {
  await getTextChannel(chat, by, { channelId, needed: bits('SEND_MESSAGES', 'ATTACH_FILES') })
  const { uploads } = await chat.media.prepareUploads({
    by: by.accountId,
    files: files.map(({ filename, file_size: size }) => ({ filename, size })),
  })
  return { attachments: uploads.map((upload, index) => ({ id: files[index]?.id ?? index, ...upload })) }
}
