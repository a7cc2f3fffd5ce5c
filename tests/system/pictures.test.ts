import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { filesBelow, filesHolding } from '../support/files.ts'
import { operate } from '../support/operator.ts'
import { signUp, type TestPerson } from '../support/person.ts'
import { pngSaying } from '../support/pictures.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
afterEach(() => server?.remove())

const canary = 'Zq7CanaryPicture'

async function send(person: TestPerson, file: Buffer): Promise<string> {
  const answer = await fetch(`${server.origin}/api/alles/uploads`, {
    method: 'POST',
    headers: { cookie: person.cookie, 'content-type': 'image/png' },
    body: new Uint8Array(file),
  })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { upload: { id: string } }).upload.id
}

/** Processes of the decoder that a server has, by number. */
async function decodersOf(parent: number | undefined): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => readFile(join('/proc', pid, file), 'utf8').catch(() => '')
    const [words, state] = [await read('cmdline'), await read('stat')]
    const mine = state.slice(state.lastIndexOf(')') + 2).split(' ')[1] === String(parent)
    if (mine && words.includes('decoding-script')) found.push(pid)
  }
  return found
}

test('a picture lies nowhere in clear, and what it carried besides lies nowhere at all', async () => {
  server = await startServer()
  const file = pngSaying(canary)
  await send(await signUp(server.origin), file)
  const blobs = join(server.directory, 'blobs')
  const [stored, ...others] = await filesBelow(blobs)
  expect(others).toEqual([])
  expect((await stat(join(blobs, stored ?? ''))).mode & 0o777).toBe(0o600)
  expect(await filesHolding(server.directory, canary)).toEqual([])
  expect(await filesHolding(server.directory, file.subarray(3000, 3024))).toEqual([])
  expect(await filesHolding(server.directory, 'IDAT')).toEqual([])
  expect(server.output()).not.toContain(canary)
})

test.runIf(process.platform === 'linux')(
  'the process that decodes knows nothing of ours, and ends with us however we end',
  async () => {
    server = await startServer({ env: { ALLES_METRICS_TOKEN: 'a-token-that-is-secret' } })
    await send(await signUp(server.origin), pngSaying('x'))
    const [pid = '', ...others] = await decodersOf(server.process.pid)
    expect(others).toEqual([])
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/ALLES|HOME|PATH|secret/)
    await server.kill()
    const state = () => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    await expect.poll(state, { timeout: 10_000 }).toBe('')
  },
)

test('with a bucket nothing of pictures is kept here, and the ledger says where they went', async () => {
  const bucket = new Map<string, Buffer>()
  const s3 = createServer((request, response) => {
    const { method, url = '' } = request
    void buffer(request).then((body) => {
      const known = bucket.get(url)
      if (method === 'PUT') bucket.set(url, body)
      if (method === 'DELETE') bucket.delete(url)
      response.writeHead(method === 'GET' && !known ? 404 : method === 'DELETE' ? 204 : 200)
      return response.end(method === 'GET' ? known : undefined)
    })
  })
  await new Promise<void>((resolve) => {
    s3.listen(0, '127.0.0.1', resolve)
  })
  const { port } = s3.address() as AddressInfo
  try {
    server = await startServer({
      env: { ALLES_S3_URL: `s3://key:Zq7Secret@127.0.0.1:${port}/pictures?tls=off` },
    })
    const person = await signUp(server.origin)
    const upload = await send(person, pngSaying(canary))
    expect([...bucket.keys()]).toEqual([expect.stringMatching(/^\/pictures\/[0-9a-f]{32}\.copy$/)])
    expect([...bucket.values()].some((bytes) => bytes.includes('IDAT'))).toBe(false)
    expect(await filesBelow(join(server.directory, 'blobs'))).toEqual([])
    expect((await operate(server.directory, ['doctor'])).json).toEqual({ healthy: true, faults: [] })
    await person.call('DELETE', `/api/alles/uploads/${upload}`)
    expect(bucket.size).toBe(0)
    expect(await server.stop()).toBe(0)
    const ledger = await readFile(join(server.directory, 'ledgers/egress.ndjson'), 'utf8')
    const entries = ledger
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { destination: string; host: string })
    expect(new Set(entries.map(({ destination, host }) => `${destination} ${host}`))).toEqual(
      new Set(['s3 127.0.0.1']),
    )
    expect(ledger).not.toMatch(/copy|pictures\//)
    for (const secret of ['Zq7Secret', canary])
      expect(await filesHolding(server.directory, secret)).toEqual([])
    expect(server.output()).not.toContain('Zq7Secret')
  } finally {
    s3.closeAllConnections()
    s3.close()
  }
})
