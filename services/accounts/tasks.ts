import { KeyId } from '@alles/keys/contract'
import { ContactHandle } from '@alles/mail/contract'
import { PictureHash } from '@alles/media/contract'
import { task } from '@alles/platform/events'
import { z } from '@alles/platform/contract'

/** Deletes a picture that a profile no longer shows. */
export const dropPicture = task('accounts.dropPicture', z.object({ hash: PictureHash }))

/** Destroys the keys of somebody whose rows are gone. */
export const destroyKeys = task('accounts.destroyKeys', z.object({ ids: z.array(KeyId) }))

/** Tells somebody of whom nothing else is left that they were not let in. */
export const tellRefused = task('accounts.tellRefused', z.object({ contact: ContactHandle }))
