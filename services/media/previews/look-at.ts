import { EgressFault, type Egress, type EgressAnswer } from '@alles/platform/egress'
import { decodeHtml, readPage } from './read-page.ts'
import type { Looked } from './words.ts'

/** Its name in the ledger. */
export const previewDestination = 'preview'

const htmlBytes = 512 * 1024
const pictureBytes = 5 * 1024 * 1024
const usualTimeoutMs = 5_000
const mostRedirects = 3

/** Says that a program asks, and not which server's. */
const userAgent = 'Mozilla/5.0 (compatible; Alles; link preview)'

/** What an address shows; null where it leads nowhere that we may go, or says nothing. */
export async function lookAt(
  egress: Egress,
  url: string,
  timeoutMs: number = usualTimeoutMs,
): Promise<Looked | null> {
  const answer = await ask(egress, url, {
    timeoutMs,
    accept: 'text/html,application/xhtml+xml,image/*;q=0.8',
  })
  if (!answer) return null
  if (kindOf(answer.headers) === 'picture') return ofPicture(wholePicture(answer))
  if (kindOf(answer.headers) !== 'page') return null
  const page = readPage(decodeHtml(answer.body, typeOf(answer.headers)), answer.url)
  if (!page?.picture) return page && { ...page, picture: null }
  const picture = await ask(egress, page.picture, { timeoutMs, accept: 'image/*' })
  return { ...page, picture: picture && kindOf(picture.headers) === 'picture' ? wholePicture(picture) : null }
}

interface Asking {
  readonly timeoutMs: number
  readonly accept: string
}

async function ask(egress: Egress, url: string, { timeoutMs, accept }: Asking): Promise<EgressAnswer | null> {
  try {
    const answer = await egress.fetch({
      destination: previewDestination,
      url,
      headers: { 'user-agent': userAgent, accept },
      maxBytes: (headers) => ({ page: htmlBytes, picture: pictureBytes, other: 0 })[kindOf(headers)],
      cut: true,
      mostRedirects,
      timeoutMs,
    })
    return answer.status >= 200 && answer.status < 300 ? answer : null
  } catch (error) {
    // What became of it is in the ledger.
    if (error instanceof EgressFault) return null
    throw error
  }
}

type Headers = Readonly<Record<string, string>>

function typeOf(headers: Headers): string {
  return headers['content-type'] ?? ''
}

/** What is packed, although we asked for it not to be, is not unpacked: it may be any size then. */
function kindOf(headers: Headers): 'page' | 'picture' | 'other' {
  const packed = (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity'
  if (packed) return 'other'
  if (/^(text\/html|application\/xhtml\+xml)\b/i.test(typeOf(headers))) return 'page'
  return /^image\//i.test(typeOf(headers)) ? 'picture' : 'other'
}

/** The beginning of a picture is none. */
function wholePicture({ body }: EgressAnswer): Uint8Array | null {
  return body.byteLength === 0 || body.byteLength >= pictureBytes ? null : body
}

function ofPicture(picture: Uint8Array | null): Looked | null {
  const nothing = { title: null, description: null, site_name: null, author: null, color: null }
  return picture && { type: 'image', ...nothing, picture }
}
