import { Refusal } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { bits } from '../contract/index.ts'
import { getTextChannel } from '../messages/text-channel.ts'

export interface Refreshed {
  readonly original: string
  readonly refreshed: string | null
}

/**
 * Addresses that are good for another day. An old one proves that somebody was shown it once; whether who asks may still
 * read the channel is judged now.
 */
export async function refreshUrls(chat: Chat, by: Actor, urls: readonly string[]): Promise<Refreshed[]> {
  const addresses = await chat.addresses()
  const read = urls.map((original) => ({ original, file: addresses.read(original) }))
  const channels = new Set(read.flatMap(({ file }) => file?.channelId ?? []))
  const readable = new Set<string>()
  for (const channelId of channels) if (await mayRead(chat, by, channelId)) readable.add(channelId)
  return read.map(({ original, file }) => ({
    original,
    refreshed: file && readable.has(file.channelId) ? fresh(original, file) : null,
  }))

  function fresh(original: string, file: NonNullable<ReturnType<typeof addresses.read>>): string {
    return original.includes('/media/external/') ? addresses.ofPreview(file) : addresses.of(file)
  }
}

async function mayRead(chat: Chat, by: Actor, channelId: string): Promise<boolean> {
  try {
    await getTextChannel(chat, by, { channelId, needed: bits('READ_MESSAGE_HISTORY') })
    return true
  } catch (error) {
    // One of many: a no here is part of the answer.
    if (error instanceof Refusal) return false
    throw error
  }
}
