import { event, z } from '@alles/platform/contract'
import { PictureHash } from './shapes.ts'

/** The topic of everything the media service announces. */
export const mediaTopic = 'media'

export const picturesDropped = event('media.picturesDropped', {
  about: 'Pictures were deleted: whoever holds one, lets go of it.',
  delivery: 'realtime',
  data: z.object({ hashes: z.array(PictureHash) }),
})
