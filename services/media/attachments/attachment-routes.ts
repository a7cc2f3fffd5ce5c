import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Exchange, Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import type { Media } from '../media.ts'
import { discardFiles } from './discard-files.ts'
import { getWaiting, progressOf, sendBytes } from './send-bytes.ts'
import { showAttachment } from './show-attachment.ts'

export function answerAttachments(routes: Routes, media: Media): void {
  routes.answer(contract.sendFile, async ({ token }, exchange) => {
    const from = offsetOf(exchange) ?? refuse(edgeRefusals.invalid_input)
    const progress = await sendBytes(media, { token, from, bytes: exchange.file })
    return told(exchange, progress)
  })
  routes.answer(contract.fileProgress, async ({ token }, exchange) =>
    told(exchange, progressOf(await getWaiting(media, token))),
  )
  routes.answer(contract.cancelFile, async ({ token }) =>
    discardFiles(media, [await getWaiting(media, token)]),
  )
  routes.answerRanged(contract.showAttachment, ({ ex, is, hm, ...file }) =>
    showAttachment(media, { ...file, kind: 'attachments' }, { ex, is, hm }),
  )
  routes.answerRanged(contract.showPreview, ({ ex, is, hm, ...file }) =>
    showAttachment(media, { ...file, kind: 'external' }, { ex, is, hm }),
  )
}

/** Those who send on want to know it without reading a body. */
function told(exchange: Exchange, progress: contract.UploadProgress): contract.UploadProgress {
  exchange.setHeader('upload-offset', `${progress.received}`)
  return progress
}

/** Where the bytes begin, as `Upload-Offset: 5` or `Content-Range: bytes 5-9/10`; 0 where nothing is said. */
function offsetOf(exchange: Exchange): number | null {
  const offset = exchange.header('upload-offset')
  const range = exchange.header('content-range')
  const said =
    offset ?? (range === undefined ? '0' : /^bytes (\d{1,12})-\d{0,12}\/(\d{1,12}|\*)$/.exec(range)?.[1])
  return said !== undefined && /^\d{1,12}$/.test(said) ? Number(said) : null
}
