import type { Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import type { Media } from '../media.ts'
import { deleteUpload } from './delete-upload.ts'
import { sendUpload } from './send-upload.ts'

export function answerUploads(routes: Routes, media: Media): void {
  routes.answer(contract.sendUpload, async (_, { actor, file }) => ({
    upload: await sendUpload(media, actor.accountId, file),
  }))
  routes.answer(contract.deleteUpload, ({ id }, { actor }) => deleteUpload(media, actor.accountId, id))
}
