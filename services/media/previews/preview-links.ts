import { randomBytes } from 'node:crypto'
import { Refusal, type Input } from '@alles/platform/contract'
import { insertAttachments } from '../attachments/attachment-store.ts'
import { countPieces, pieceBytes } from '../blobs/pieces.ts'
import { catalogue } from '../catalogue.ts'
import type { LinkPreview, previewLinks as contract } from '../contract/index.ts'
import type { PreviewPicture } from '../decoding/works.ts'
import type { Media } from '../media.ts'
import type { Looked } from './words.ts'

export interface Previewed {
  readonly bundle: string | null
  readonly previews: LinkPreview[]
}

const filename = 'preview.webp'

/** Looks at what addresses show, and keeps copies of their pictures, drawn anew, as the message's own. */
export async function previewLinks(media: Media, wish: Input<typeof contract>): Promise<Previewed> {
  const { looker } = media
  if (!looker) return { bundle: wish.bundle ?? null, previews: [] }
  const urls = [...new Set(wish.urls)]
  const found = await Promise.all(urls.map(async (url) => ({ url, looked: await looker.look(url) })))
  let bundle = wish.bundle ?? null
  const previews: LinkPreview[] = []
  for (const { url, looked } of found) {
    if (!looked) continue
    const drawn = await drawnPicture(media, looked)
    const picture =
      drawn && (await keepPicture(media, { ...wish, bundle: (bundle ??= media.ids.next()), drawn }))
    if (picture || saysSomething(looked)) previews.push({ ...looked, url, picture })
  }
  return { bundle, previews }
}

function saysSomething({ title, description }: Looked): boolean {
  return title !== null || description !== null
}

/** A picture that cannot be read is no reason to show nothing else. */
async function drawnPicture({ decoder }: Media, { picture }: Looked): Promise<PreviewPicture | null> {
  if (!picture) return null
  try {
    return await decoder.run('preview', { bytes: picture })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

interface Keeping {
  readonly key: string
  readonly channelId: string
  readonly bundle: string
  readonly drawn: PreviewPicture
}

async function keepPicture(
  { database, pieces, sealer, ids, clock }: Media,
  { key, channelId, bundle, drawn: { bytes, width, height } }: Keeping,
): Promise<LinkPreview['picture']> {
  const id = ids.next()
  const fileKey = randomBytes(32)
  const blob = randomBytes(16).toString('hex')
  const size = bytes.byteLength
  const [sealed] = await sealer.seal(catalogue.tables.attachments, 'file_key', [
    { row: id, key, value: fileKey },
  ])
  try {
    for (let index = 0; index < countPieces(size); index += 1)
      await pieces.write(
        { blob, fileKey },
        index,
        bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
      )
    await database.transaction((tx) =>
      insertAttachments(tx, [
        {
          id,
          bundle,
          channel_id: channelId,
          key_id: key,
          blob,
          file_key: sealed as Buffer,
          size,
          media_type: 'image/webp',
          created_at: new Date(clock.now()),
          unsettled: true,
        },
      ]),
    )
  } catch (error) {
    await pieces.remove([{ blob, size }])
    throw error
  }
  return { id, filename, width, height }
}
