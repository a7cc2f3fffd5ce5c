import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { edgeRefusals, refuse } from '../contract/index.ts'
import type { Answer } from './answer.ts'
import type { EdgeExchange } from './exchange.ts'
import { pageHeaders, pagePolicy } from './security-headers.ts'

export interface PageOptions {
  /** The page, with `nonce` on its scripts and styles. */
  readonly index: (nonce: string) => string | Buffer
  /**
   * Folder of the built client. Its files are read once, at start. Those below `assets/` have their content's hash in
   * their names and may be kept for ever; the others are asked for again each time. `index.html` itself is not served.
   */
  readonly assetsDirectory: string
  /** Names of the Trusted Types policies the page makes. */
  readonly trustedTypes?: readonly string[]
}

interface Asset {
  readonly mediaType: string
  readonly plain: Buffer
  readonly etag: string
  readonly cache: string
  br?: Buffer
  gzip?: Buffer
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** The web client: its files, and its page at every path that is not something else. */
export interface Pages {
  /** Null where this request is not for the client. */
  answer(exchange: EdgeExchange): Answer | null
}

export function createPages(options: PageOptions): Pages {
  const assets = readAssets(options.assetsDirectory)
  void compressAll(assets)
  return {
    answer(exchange) {
      const path = (exchange.request.url ?? '/').split('?', 1)[0] ?? '/'
      const asset = assets.get(path)
      if (asset) return assetAnswer(exchange, asset)
      if (path.startsWith('/assets/')) return refuse(edgeRefusals.not_found)
      return wantsHtml(exchange.header('accept')) ? indexAnswer(exchange, options) : null
    },
  }
}

function wantsHtml(accept: string | undefined): boolean {
  return accept === undefined || accept === '*/*' || accept.includes('text/html')
}

function indexAnswer(exchange: EdgeExchange, options: PageOptions): Answer {
  const nonce = randomBytes(16).toString('base64url')
  const { edge } = exchange
  const policy = pagePolicy(
    { sockets: edge.origins.sockets(), trustedTypes: options.trustedTypes ?? [] },
    nonce,
  )
  return {
    status: 200,
    mediaType: 'text/html; charset=utf-8',
    body: options.index(nonce),
    headers: [...pageHeaders(edge.secure), 'content-security-policy', policy],
    cache: 'no-cache',
  }
}

function assetAnswer(exchange: EdgeExchange, asset: Asset): Answer {
  exchange.setHeader('etag', asset.etag)
  exchange.setHeader('vary', 'Accept-Encoding')
  const { cache, mediaType } = asset
  if (exchange.header('if-none-match') === asset.etag) return { status: 304, cache }
  const accepted = exchange.header('accept-encoding') ?? ''
  for (const encoding of ['br', 'gzip'] as const) {
    const body = asset[encoding]
    if (!body || !new RegExp(`\\b${encoding}\\b`).test(accepted)) continue
    exchange.setHeader('content-encoding', encoding)
    return { status: 200, mediaType, body, cache }
  }
  return { status: 200, mediaType, body: asset.plain, cache }
}

/** Only what was there at start can be asked for: a path from outside never reaches the file system. */
function readAssets(directory: string): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const path = file
      .slice(directory.replace(/[/\\]$/, '').length)
      .split(sep)
      .join('/')
    const mediaType = mediaTypes[extname(entry.name)]
    if (!entry.isFile() || path === '/index.html' || mediaType === undefined) continue
    const plain = readFileSync(file)
    assets.set(path, {
      mediaType,
      plain,
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      cache: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  }
  return assets
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)
const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/

/** One after the other, so that a start is not slowed by it. Until it is done files go out as they are. */
async function compressAll(assets: ReadonlyMap<string, Asset>): Promise<void> {
  for (const asset of assets.values()) {
    if (!compressible.test(asset.mediaType) || asset.plain.length < 1024) continue
    asset.gzip = await toGzip(asset.plain, { level: 9 })
    asset.br = await toBrotli(asset.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  }
}
