import { constants, createInflate, createZstdDecompress, inflate, type Inflate } from 'node:zlib'

/** Reads what a server sends as the libraries do: one payload after each flush. */
export class PayloadReader {
  readonly #stream: Inflate | null
  readonly #heard: (payload: string, binary: boolean) => void
  #chunks: Buffer[] = []
  #turn: Promise<void> = Promise.resolve()

  /** `compress` is what the address asked for. */
  constructor(compress: string | null, heard: (payload: string, binary: boolean) => void) {
    this.#heard = heard
    this.#stream = compress === null ? null : streams[compress as keyof typeof streams]()
    this.#stream?.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
  }

  read(data: Buffer, binary: boolean): void {
    this.#turn = this.#turn.then(async () => this.#heard(await this.#text(data, binary), binary))
  }

  /** Resolves once everything that came has been read. */
  async ended(): Promise<void> {
    await this.#turn
  }

  async #text(data: Buffer, binary: boolean): Promise<string> {
    if (!binary) return data.toString()
    const stream = this.#stream
    if (!stream)
      return new Promise((resolve, reject) => {
        inflate(data, (error, result) => (error ? reject(error) : resolve(result.toString())))
      })
    await new Promise<void>((resolve) => stream.write(data, () => resolve()))
    const text = Buffer.concat(this.#chunks).toString()
    this.#chunks = []
    return text
  }
}

const streams = {
  'zlib-stream': () => createInflate({ flush: constants.Z_SYNC_FLUSH }),
  'zstd-stream': () => createZstdDecompress() as unknown as Inflate,
} as const
