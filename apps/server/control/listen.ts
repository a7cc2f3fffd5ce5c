import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '@alles/platform/contract'
import type { Log } from '@alles/platform/log'
import { operatorCommands, type Operated } from './commands.ts'

const longestRequest = 64 * 1024

/**
 * Answers the operator's tool on a socket file that only the owner of the data directory can open, so that a command
 * takes effect in the running process: its caches and its connections follow at once. A socket on which another process
 * answers stays that process's.
 */
export async function listenForOperator(
  path: string,
  operated: Operated,
  log: Log,
): Promise<() => Promise<void>> {
  if (await isAnswered(path)) {
    log.warn('operator.elsewhere', { reason: 'another process answers on the control socket' })
    return async () => undefined
  }
  await rm(path, { force: true })
  const server = createServer((request, response) => {
    answer(operated, request, response).catch((error: unknown) => {
      log.error('operator.failed', { error })
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { sentence: 'The command failed; the log says why.' })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  await chmod(path, 0o600)
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

/** Whether a living process listens there; a file that was left behind refuses. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const end = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

async function answer(operated: Operated, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(await read(request)) as { command?: unknown; input?: unknown }
  const command = typeof body.command === 'string' ? operatorCommands[body.command] : undefined
  if (!command) return sendJson(response, 404, { sentence: 'There is no such command.' })
  const input = command.input.safeParse(body.input)
  if (!input.success)
    return sendJson(response, 400, { sentence: `This is not how it is used: ${command.usage}` })
  try {
    const result = await command.run(operated, input.data as never)
    if ('value' in result) return sendJson(response, 200, result.value)
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    await pipeline(result.file, response)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    sendJson(response, error.kind.status, { sentence: error.kind.sentence, code: error.kind.code })
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > longestRequest) throw new Error('the request is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value ?? null))
}
