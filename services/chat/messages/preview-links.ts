import type { LinkPreview } from '@alles/media/contract'
import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { holds, messageFlags, permissions, type Embed, type GuildState } from '../contract/index.ts'
import { findContentKey } from '../members/author-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { extrasOf, type StoredPreview } from './extras.ts'
import { linksOf } from './links-of.ts'
import { findMessage, lockMessage, updateMessage, type MessageKey, type MessageRow } from './message-store.ts'
import { openMessages, rowId, type OpenMessage } from './open-messages.ts'
import { tellEdited } from './tell-edited.ts'
import type { TextChannelAccess } from './text-channel.ts'

const Payload = z.object({ channelId: z.string(), messageId: z.string() })
type Payload = z.infer<typeof Payload>

/** Looks up what the links of a message lead to. */
export const previewLinks = task('chat.previewLinks', Payload)

/** Whoever runs a place that a link leads to learns that somebody here was given it: only where the guild wants that. */
function mayAsk(guild: GuildState): boolean {
  return guild.settings.linkPreviews
}

/**
 * After a message is written: has its links looked up, where guild and author may show what they lead to. The message
 * stands without them, so what goes wrong here is no reason to call its sending failed.
 */
export async function askForPreviews(
  chat: Chat,
  { guild, channel, held }: TextChannelAccess,
  message: { readonly id: string; readonly content: string; readonly flags: number },
): Promise<void> {
  if (!mayAsk(guild) || !holds(held, permissions.EMBED_LINKS) || !showsEmbeds(message.flags)) return
  if (linksOf(message.content).length === 0) return
  const payload = { channelId: channel.id, messageId: message.id }
  try {
    await chat.database.transaction((tx) => chat.jobs.add(tx, previewLinks, payload))
  } catch (error) {
    chat.log.warn('messages.previews_not_asked_for', { error })
  }
}

function showsEmbeds(flags: number): boolean {
  return (flags & messageFlags.suppressEmbeds) === 0
}

/** Looks links up and tells of the message as it looks then. A message that was edited meanwhile is left to that edit. */
export async function addPreviews(chat: Chat, payload: Payload): Promise<void> {
  const shown = await findShown(chat, payload)
  if (!shown) return
  const { row, message, contentKey } = shown
  const { bundle, previews } = await chat.media.previewLinks({
    urls: linksOf(message.content),
    key: contentKey,
    channelId: row.channel_id,
    ...(row.bundle_id !== null && { bundle: row.bundle_id }),
  })
  if (previews.length === 0) return
  if (!(await keepPreviews(chat, { ...shown, bundle, previews: previews.map(stored) })))
    await chat.media.dropAttachments({ ids: previews.flatMap((one) => one.picture?.id ?? []) })
}

/** A message that may show what its links lead to. */
interface Shown {
  readonly guild: GuildState
  readonly row: MessageRow
  readonly message: OpenMessage
  readonly contentKey: string
}

/** Null where the message is gone, or may not show previews any more. */
async function findShown(chat: Chat, { channelId, messageId }: Payload): Promise<Shown | null> {
  const row = await findMessage(chat.database, { channelId, id: messageId })
  if (!row) return null
  const guild = await chat.guilds.get(row.guild_id)
  const contentKey = await findContentKey(chat.database, row.author_ref)
  const [message] = await openMessages(chat.sealer, [row])
  if (!guild || !contentKey || !message || !mayAsk(guild) || !showsEmbeds(message.flags)) return null
  return { guild, row, message, contentKey }
}

interface Found extends Shown {
  readonly bundle: string | null
  readonly previews: readonly StoredPreview[]
}

/** False where the message has changed since, or is gone. */
async function keepPreviews(chat: Chat, found: Found): Promise<boolean> {
  const { guild, row, message, contentKey, previews } = found
  const key: MessageKey = { channelId: row.channel_id, id: row.id }
  const [extras] = await chat.sealer.seal(catalogue.tables.messages, 'extras', [
    { row: rowId(row), key: contentKey, value: extrasOf({ ...message.extras, previews }) },
  ])
  if (!extras) throw new Error('previews were not sealed')
  const changes = { extras: Buffer.from(extras), bundle_id: found.bundle ?? row.bundle_id }
  return changeAndTell(chat, {
    async apply(tx) {
      const now = await lockMessage(tx, key)
      const stands =
        now?.edited_at?.getTime() === row.edited_at?.getTime() && now?.bundle_id === row.bundle_id
      return stands ? updateMessage(tx, key, changes) : null
    },
    about: (kept) => (kept ? { edited: [[key.channelId, key.id]] } : null),
    async tell(kept) {
      if (kept) await tellEdited(chat, { guild, row: kept })
      return kept !== null
    },
  })
}

function stored({ picture, ...page }: LinkPreview): StoredPreview {
  const embed: Embed = {
    type: page.type,
    url: page.url,
    ...(page.title !== null && { title: page.title }),
    ...(page.description !== null && { description: page.description }),
    ...(page.site_name !== null && { provider: { name: page.site_name } }),
    ...(page.author !== null && { author: { name: page.author } }),
    ...(page.color !== null && { color: page.color }),
  }
  return picture ? { embed, picture } : { embed }
}
