import type { Media } from '../media.ts'
import { letGo } from '../pictures/let-go.ts'
import { guildPlacesOf, ofGuild, ofMember, type ShownPicture } from './guild-picture-policy.ts'
import {
  findGuildPicture,
  findMemberPicture,
  listGuildPictures,
  listMemberPictures,
  removeGuildPictures,
  removeMemberPictures,
} from './guild-picture-store.ts'

const atOnce = 100

/** Deletes one by its name. Does nothing twice. */
export async function dropGuildPicture(media: Media, hash: string): Promise<void> {
  const ofAGuild = await findGuildPicture(media.database, hash)
  const ofAMember = ofAGuild ? undefined : await findMemberPicture(media.database, hash)
  const pictures = [...(ofAGuild ? [ofGuild(ofAGuild)] : []), ...(ofAMember ? [ofMember(ofAMember)] : [])]
  await drop(media, pictures)
}

/** Deletes every picture of a guild, those of its members included. Does nothing twice. */
export async function dropGuildPictures(media: Media, guildId: string): Promise<void> {
  for (;;) {
    const pictures = [
      ...(await listGuildPictures(media.database, guildId, atOnce)).map(ofGuild),
      ...(await listMemberPictures(media.database, { guildId }, atOnce)).map(ofMember),
    ]
    if (pictures.length === 0) return
    await drop(media, pictures)
  }
}

async function drop(media: Media, pictures: readonly ShownPicture[]): Promise<void> {
  if (pictures.length === 0) return
  const hashes = pictures.map(({ hash }) => hash)
  await media.blobs.remove(pictures.flatMap(guildPlacesOf))
  await removeGuildPictures(media.database, hashes)
  await removeMemberPictures(media.database, hashes)
  letGo(media, hashes)
}
