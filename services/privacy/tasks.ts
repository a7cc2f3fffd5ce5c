import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'

const Payload = z.object({ requestId: z.string() })

/** Carries an erasure out when its grace is over. */
export const erase = task('privacy.erase', Payload)

/** Hands a download out when its delay is over. */
export const release = task('privacy.release', Payload)
