import { edgeRefusals, refuse } from '../contract/index.ts'

/** One part of a form as it arrives. Its bytes are read once; what is left unread is passed over. */
export interface FormPart {
  readonly name: string
  /** Null where the part is a field and no file. */
  readonly fileName: string | null
  /** What its sender says it is; empty where nothing is said. */
  readonly mediaType: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Far more than a name and a type need. */
const mostHead = 4096
const headEnd = Buffer.from('\r\n\r\n')

/**
 * The parts of a form (RFC 7578), one after the other, from bytes that are still arriving: no more of it is in memory than
 * one chunk and the length of the boundary. Refuses what is not a form from beginning to end.
 */
export async function* readParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const input = new Window(source)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first delimiter needs no line before it.
  input.prepend(Buffer.from('\r\n'))
  await drained(input.until(delimiter))
  while (!(await isEnd(input))) {
    const head = (await input.take(headEnd, mostHead)).toString('utf8')
    const bytes = input.until(delimiter)
    yield { ...described(head), bytes: { [Symbol.asyncIterator]: () => once(bytes) } }
    await drained(bytes)
  }
}

/** A reader that stops early must not end what we still read to the next part. */
function once(bytes: AsyncGenerator<Uint8Array>): AsyncIterator<Uint8Array> {
  return { next: () => bytes.next() }
}

async function drained(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

/** What follows a delimiter: a line break before another part, or two dashes. */
async function isEnd(input: Window): Promise<boolean> {
  const next = (await input.exactly(2)).toString('latin1')
  if (next === '--') return true
  return next === '\r\n' ? false : refuse(edgeRefusals.malformed_body)
}

function described(head: string): Pick<FormPart, 'name' | 'fileName' | 'mediaType'> {
  const lines = head.split('\r\n')
  const disposition = lines.find((line) => /^content-disposition:\s*form-data\s*(;|$)/i.test(line)) ?? ''
  const type = lines.find((line) => /^content-type:/i.test(line)) ?? ''
  const name = quotedValue(disposition, 'name') ?? refuse(edgeRefusals.malformed_body)
  const extended = /;\s*filename\*=utf-8''([^\s;]+)/i.exec(disposition)?.[1]
  return {
    name,
    fileName: extended === undefined ? quotedValue(disposition, 'filename') : percentDecoded(extended),
    mediaType: (type.slice(type.indexOf(':') + 1).split(';', 1)[0] ?? '').trim().toLowerCase(),
  }
}

/** Browsers write `%22` for a quotation mark inside (HTML, multipart/form-data encoding), others `\"`. */
function quotedValue(line: string, name: string): string | null {
  const value = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(line)
  const text = value?.[1]?.replace(/\\(["\\])/g, '$1') ?? value?.[2]
  return text === undefined ? null : text.replace(/%22/g, '"').replace(/%0[ad]/gi, ' ')
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return refuse(edgeRefusals.malformed_body)
  }
}

/** What has arrived and was not read. */
class Window {
  readonly #source: AsyncIterator<Uint8Array>
  #bytes: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  prepend(bytes: Buffer): void {
    this.#bytes = Buffer.concat([bytes, this.#bytes])
  }

  /** Everything before `mark`, as it arrives; the mark itself is passed over. */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#bytes.indexOf(mark)
      const safe = at === -1 ? this.#bytes.length - mark.length + 1 : at
      if (safe > 0) {
        const chunk = this.#bytes.subarray(0, safe)
        this.#bytes = this.#bytes.subarray(safe)
        yield chunk
      }
      if (at !== -1) {
        this.#bytes = this.#bytes.subarray(mark.length)
        return
      }
      await this.#more()
    }
  }

  /** Everything before `mark`, at most so many bytes. */
  async take(mark: Buffer, most: number): Promise<Buffer> {
    for (;;) {
      const at = this.#bytes.indexOf(mark)
      if (at > most || (at === -1 && this.#bytes.length > most)) refuse(edgeRefusals.malformed_body)
      if (at !== -1) return this.#cut(at, mark.length)
      await this.#more()
    }
  }

  async exactly(count: number): Promise<Buffer> {
    while (this.#bytes.length < count) await this.#more()
    return this.#cut(count, 0)
  }

  #cut(length: number, skipped: number): Buffer {
    const head = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(length + skipped)
    return head
  }

  async #more(): Promise<void> {
    const next = await this.#source.next()
    if (next.done === true) refuse(edgeRefusals.malformed_body)
    this.#bytes =
      this.#bytes.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#bytes, next.value])
  }
}
