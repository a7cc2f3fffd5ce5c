import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'

const Payload = z.object({ requestId: z.string() })

/** Carries an erasure out, or gives each account its time, when the grace is over. */
export const erase = task('privacy.erase', Payload)

/** Carries out the erasure of one account of a person who is erased whole, at its own time. `due` in milliseconds. */
export const eraseOne = task(
  'privacy.eraseOne',
  z.object({ requestId: z.string(), accountId: z.string(), due: z.number() }),
)

/** Carries out the erasure of the last account of a person, and of the person. */
export const eraseRest = task('privacy.eraseRest', z.object({ requestId: z.string(), due: z.number() }))

/** Tells a person by mail what was asked for in their name. */
export const tell = task('privacy.tell', Payload)

/** Hands a download out when its delay is over. */
export const release = task('privacy.release', Payload)
