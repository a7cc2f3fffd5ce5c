import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'

/** Sends one mail, or tries to. */
export const deliver = task('mail.deliver', z.object({ id: z.string() }))
