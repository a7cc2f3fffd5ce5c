import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '@alles/platform/log'
import { createCalls } from '@alles/platform/service'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listenForOperator } from './listen.ts'

let folder = ''
let path = ''
const stops: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-control-'))
  path = join(folder, 'control.sock')
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await rm(folder, { recursive: true, force: true })
})

async function listen(fault: string) {
  const operated = { calls: createCalls(), doctor: async () => [fault] }
  const stop = await listenForOperator(path, operated, silentLog)
  stops.push(stop)
  return stop
}

/** What whoever listens finds wrong. */
function ask(): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: path, method: 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve(text))
    })
    asking.on('error', reject)
    asking.end(JSON.stringify({ command: 'doctor', input: {} }))
  })
}

describe('the control socket', () => {
  test('stays with the process that has it, also when the second one stops', async () => {
    await listen('the first')
    const stopSecond = await listen('the second')
    expect(await ask()).toContain('the first')
    await stopSecond()
    expect(await ask()).toContain('the first')
  })

  test('is taken over when nobody answers on it', async () => {
    await writeFile(path, '')
    await listen('the next')
    expect(await ask()).toContain('the next')
  })
})
