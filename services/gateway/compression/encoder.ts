import { promisify } from 'node:util'
import { constants, createDeflate, createZstdCompress, deflate } from 'node:zlib'

/** What a client asks for in its address. https://docs.discord.com/developers/events/gateway#transport-compression */
export type StreamCompression = 'zlib-stream' | 'zstd-stream'

export interface Encoded {
  /** Whether it goes in a binary frame. */
  readonly binary: boolean
  readonly bytes: Buffer
}

/** Makes of each payload what one WebSocket frame carries. The work is done on the thread pool. */
export interface Encoder {
  /** One at a time: the next payload is compressed with what this one taught. */
  encode(payload: Buffer): Promise<Encoded>
  close(): void
}

/** Windows of 8 and 16 KiB: a stream costs its process some 60 to 140 KB, and an event comes out at a tenth of its size. */
const makers = {
  'zlib-stream': () =>
    createDeflate({
      flush: constants.Z_SYNC_FLUSH,
      level: 3,
      windowBits: 13,
      memLevel: 6,
      chunkSize: 4096,
    }),
  'zstd-stream': () =>
    createZstdCompress({
      flush: constants.ZSTD_e_flush,
      chunkSize: 4096,
      params: {
        [constants.ZSTD_c_compressionLevel]: 1,
        [constants.ZSTD_c_windowLog]: 14,
        [constants.ZSTD_c_hashLog]: 12,
        [constants.ZSTD_c_chainLog]: 12,
      },
    }),
} as const

/** One stream for the whole connection, flushed after each payload: libraries read one payload after each flush. */
export function streamEncoder(kind: StreamCompression): Encoder {
  const stream = makers[kind]()
  let chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  // The write that failed says so itself.
  stream.on('error', () => undefined)
  return {
    async encode(payload) {
      await new Promise<void>((resolve, reject) => {
        stream.once('close', resolve)
        stream.write(payload, (error) => {
          stream.off('close', resolve)
          if (error) reject(error)
          else resolve()
        })
      })
      const bytes = Buffer.concat(chunks)
      chunks = []
      return { binary: true, bytes }
    },
    close: () => void stream.destroy(),
  }
}

/** Smaller payloads are not worth a binary frame. */
const worthwhile = 1024
const deflated = promisify(deflate)

/** Each payload for itself, as Identify's `compress` asks: those that are large, the others as text. */
export function payloadEncoder(): Encoder {
  return {
    async encode(payload) {
      if (payload.length < worthwhile) return { binary: false, bytes: payload }
      return { binary: true, bytes: await deflated(payload, { level: 3 }) }
    },
    close: () => undefined,
  }
}
