import { randomBytes } from 'node:crypto'
import { refuse, type Input } from '@alles/platform/contract'
import { mostGuildPictureBytes, refusals, type makePicture as contract } from '../contract/index.ts'
import { looksLikePicture } from '../decoding/file-type.ts'
import type { Token, TokenVariant, Variant } from '../decoding/works.ts'
import type { Media } from '../media.ts'
import { guildPlacesOf, guildVariantPlace, tokenSides, type ShownPicture } from './guild-picture-policy.ts'
import { insertGuildPicture, insertMemberPicture } from './guild-picture-store.ts'
import { pictureBytes } from './picture-file.ts'

type Wish = Input<typeof contract>

export interface MadePicture {
  readonly hash: string
  readonly animated: boolean
}

/** Makes a picture of a guild of a file: read once, encoded anew, sealed. Leaves nothing where it fails. */
export async function makePicture(media: Media, wish: Wish): Promise<MadePicture> {
  const bytes = pictureBytes(wish.file, mostGuildPictureBytes[wish.use])
  if (!looksLikePicture(bytes)) refuse(refusals.not_a_picture)
  const { variants, animated } = await encoded(media, bytes, wish.use)
  const picture: ShownPicture = {
    table: wish.use === 'member_avatar' ? 'member_pictures' : 'guild_pictures',
    hash: randomBytes(16).toString('hex'),
    key_id: wish.key,
    sizes: [...new Set(variants.map(({ size }) => size))],
  }
  try {
    await media.blobs.write(
      wish.key,
      variants.map((variant) => ({ place: guildVariantPlace(picture, variant), plain: variant.bytes })),
    )
    await insert(media, { wish, picture, animated })
  } catch (error) {
    await media.blobs.remove(guildPlacesOf(picture))
    throw error
  }
  return { hash: picture.hash, animated }
}

interface Encoded {
  readonly variants: readonly (Variant | TokenVariant)[]
  readonly animated: boolean
}

async function encoded({ decoder }: Media, bytes: Uint8Array, use: Wish['use']): Promise<Encoded | Token> {
  if (use === 'emoji' || use === 'sticker') return decoder.run('draw', { bytes, side: tokenSides[use] })
  const copy = await decoder.run('read', { bytes })
  return { variants: await decoder.run('make', { bytes: copy.bytes, use }), animated: false }
}

interface Made {
  readonly wish: Wish
  readonly picture: ShownPicture
  readonly animated: boolean
}

async function insert({ database, clock }: Media, { wish, picture, animated }: Made): Promise<void> {
  const row = {
    hash: picture.hash,
    guild_id: wish.guildId,
    key_id: wish.key,
    sizes: [...picture.sizes],
    created_at: new Date(clock.now()),
  }
  await database.transaction(async (tx) => {
    if (wish.use === 'member_avatar') await insertMemberPicture(tx, row)
    else await insertGuildPicture(tx, { ...row, owner_id: wish.owner, use: wish.use, animated })
  })
}
