import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'

/** Deletes pictures that nothing shows any more. Does nothing twice. */
export const dropPictures = task('chat.dropPictures', z.object({ hashes: z.array(z.string()) }))

/** Deletes every picture of a guild that is gone. Does nothing twice. */
export const dropGuildPictures = task('chat.dropGuildPictures', z.object({ guildId: z.string() }))

/** Has pictures deleted once `tx` is committed, whatever happens then. */
export async function letGoOf(
  chat: Chat,
  tx: Transaction<Schema>,
  pictures: readonly (string | null)[],
): Promise<void> {
  const hashes = pictures.filter((one) => one !== null)
  if (hashes.length > 0) await chat.jobs.add(tx, dropPictures, { hashes })
}

export function pictureJobs(chat: Chat): void {
  chat.jobs.run(dropPictures, async ({ hashes }) => {
    for (const hash of hashes) await chat.media.dropPicture({ hash })
  })
  chat.jobs.run(dropGuildPictures, ({ guildId }) => chat.media.dropGuildPictures({ guildId }))
}
