import { Parser } from 'htmlparser2'
import type { Page } from './words.ts'

/** The names under which pages say something (https://ogp.me, X's cards, HTML), the best first. */
const names = {
  title: ['og:title', 'twitter:title'],
  description: ['og:description', 'twitter:description', 'description'],
  site: ['og:site_name', 'application-name'],
  author: ['author', 'article:author', 'twitter:creator'],
  image: ['og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'],
  type: ['og:type'],
  color: ['theme-color'],
} as const

const most = { title: 256, description: 350, site: 128, author: 128 } as const
const mostMetas = 500

/** What a page says of itself; null where it says nothing. The parser keeps no tree: however deep, it costs the same. */
export function readPage(html: string, url: string): Page<string> | null {
  const { metas, title } = gather(html)
  const said = (what: keyof typeof names) => names[what].map((name) => metas.get(name)).find(Boolean) ?? null
  const text = (what: keyof typeof most, value: string | null) => plainText(value ?? '', most[what])
  const page = {
    type: typeOf(said('type')),
    title: text('title', said('title') ?? title),
    description: text('description', said('description')),
    site_name: text('site', said('site')),
    author: author(text('author', said('author'))),
    color: colorOf(said('color')),
    picture: addressOf(said('image'), url),
  }
  return page.title === null && page.description === null && page.picture === null ? null : page
}

interface Gathered {
  readonly metas: ReadonlyMap<string, string>
  readonly title: string
}

function gather(html: string): Gathered {
  const metas = new Map<string, string>()
  let title: string | null = null
  let inTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title' && title === null) {
        inTitle = true
        title = ''
      }
      if (name !== 'meta' || metas.size >= mostMetas) return
      const key = (attributes.property ?? attributes.name ?? '').toLowerCase()
      const content = attributes.content ?? ''
      if (content.trim() !== '' && !metas.has(key)) metas.set(key, content)
    },
    ontext(text) {
      if (inTitle && title !== null && title.length < 2 * most.title) title += text
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
    },
  })
  parser.write(html)
  parser.end()
  return { metas, title: title ?? '' }
}

/** One line, without what turns the direction of others' text. */
function plainText(value: string, length: number): string | null {
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
  const letters = Array.from(line)
  if (letters.length === 0) return null
  return letters.length <= length
    ? line
    : `${letters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

/** Some pages give the address of who wrote them instead of a name. */
function author(text: string | null): string | null {
  return text !== null && /^https?:/i.test(text) ? null : text
}

function typeOf(said: string | null): Page<string>['type'] {
  if (said === 'article') return 'article'
  return said?.startsWith('video') === true ? 'video' : 'link'
}

function colorOf(said: string | null): number | null {
  const [, long, short] = /^#(?:([0-9a-f]{6})|([0-9a-f]{3}))$/i.exec(said?.trim() ?? '') ?? []
  const digits = long ?? short?.replace(/./g, '$&$&')
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

function addressOf(said: string | null, base: string): string | null {
  const url = said === null ? null : URL.parse(said.trim(), base)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null
}

/** Text in the encoding that its sender or itself says (HTML, 13.2.3.2); UTF-8 where none is known. */
export function decodeHtml(bytes: Uint8Array, contentType: string): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString(
    'latin1',
  )
  const label =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1]
  return decoderFor(label ?? 'utf-8').decode(bytes)
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder()
    throw error
  }
}
