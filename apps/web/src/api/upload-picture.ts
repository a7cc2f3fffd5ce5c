import { sendUpload, type Upload } from '@alles/media/contract'
import { readAnswer, wireRequest } from '@alles/platform/contract'
import { Unreachable } from './transport.ts'

interface UploadWatch {
  /** Hears how many bytes have gone out. */
  readonly onSent: (bytes: number) => void
  /** Stops it; nothing is kept then. */
  readonly signal: AbortSignal
}

/**
 * Sends a picture as the account that acts. Unlike `fetch`, the older way of asking says how far it is. Throws `Refusal`,
 * `Unreachable`, or an `AbortError` where it was stopped.
 */
export async function uploadPicture(file: Blob, account: string, watch: UploadWatch): Promise<Upload> {
  return (await readAnswer(sendUpload, await send(file, account, watch))).upload
}

function send(file: Blob, account: string, { onSent, signal }: UploadWatch): Promise<Response> {
  const { method, path } = wireRequest(sendUpload, {})
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('alles-account', account)
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type)
    request.upload.addEventListener('progress', (event) => onSent(event.loaded))
    request.addEventListener('error', () => reject(new Unreachable(null)))
    request.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')))
    request.addEventListener('load', () =>
      resolve(new Response(request.responseText, { status: request.status })),
    )
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
