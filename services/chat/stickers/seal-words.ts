import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import type { StickerWords } from '../guild-state/open-settings.ts'

export async function sealStickerWords(
  chat: Chat,
  guild: Pick<GuildState, 'id' | 'keyId'>,
  { id, name, description, tags }: StickerWords & { readonly id: string },
): Promise<Buffer> {
  const item = { row: `${guild.id}:${id}`, key: guild.keyId, value: { name, description, tags } }
  const [sealed] = await chat.sealer.seal(catalogue.tables.stickers, 'words', [item])
  if (!sealed) throw new Error('the words of a sticker were not sealed')
  return Buffer.from(sealed)
}
