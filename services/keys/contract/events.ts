import { event, z } from '@alles/platform/contract'
import { KeyId } from './keys.ts'

/** The topic of everything the keys service announces. */
export const keysTopic = 'keys'

export const keysDestroyed = event('keys.keysDestroyed', {
  about: 'Keys were destroyed: whoever holds what they sealed, opened, lets go of it.',
  delivery: 'realtime',
  data: z.object({ ids: z.array(KeyId) }),
})
