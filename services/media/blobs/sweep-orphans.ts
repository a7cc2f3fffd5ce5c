import { listKnownAttachments } from '../attachments/attachment-store.ts'
import { listKnownWaiting } from '../attachments/waiting-store.ts'
import { guildPlacesOf, ofGuild, ofMember } from '../guild-pictures/guild-picture-policy.ts'
import { listKnownGuildPictures, listKnownMemberPictures } from '../guild-pictures/guild-picture-store.ts'
import type { Media } from '../media.ts'
import { placesOf } from '../pictures/picture-policy.ts'
import { listKnownPictures } from '../pictures/picture-store.ts'
import { copyOf } from '../uploads/upload-policy.ts'
import { listKnownBlobs } from '../uploads/upload-store.ts'
import { pieceNames } from './pieces.ts'
import { blobName } from './sealed-blobs.ts'

const dayMs = 86_400_000
const perBatch = 500

/** Deletes blobs older than a day that no row leads to: what interrupted uploads and erasures left over. */
export async function sweepOrphans(media: Media): Promise<void> {
  const before = media.clock.now() - dayMs
  let removed = 0
  let names: string[] = []
  for await (const { name, writtenAt } of media.store.list()) {
    if (writtenAt <= before) names.push(name)
    if (names.length < perBatch) continue
    removed += await removeOrphans(media, names)
    names = []
  }
  removed += await removeOrphans(media, names)
  if (removed > 0) media.log.info('media.orphans_removed', { count: removed })
}

async function removeOrphans({ database, store }: Media, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0
  const rows = [...new Set(names.map((name) => name.split('.', 1)[0] ?? ''))]
  const pictures = await listKnownPictures(database, rows)
  const uploads = await listKnownBlobs(database, rows)
  const pieced = [
    ...(await listKnownWaiting(database, rows)),
    ...(await listKnownAttachments(database, rows)),
  ]
  const ofGuilds = [
    ...(await listKnownGuildPictures(database, rows)).map(ofGuild),
    ...(await listKnownMemberPictures(database, rows)).map(ofMember),
  ]
  const places = [
    ...pictures.flatMap(placesOf),
    ...ofGuilds.flatMap(guildPlacesOf),
    ...uploads.map((blob) => copyOf({ blob })),
  ]
  const known = new Set([...places.map(blobName), ...pieced.flatMap(pieceNames)])
  const orphans = names.filter((name) => !known.has(name))
  await store.remove(orphans)
  return orphans.length
}
