import { spawn } from 'node:child_process'
import { root } from './server.ts'

export interface OperatorAnswer {
  readonly status: number | null
  readonly output: string
  readonly json: unknown
}

/** Runs the operator's tool on a data directory, as `npm run alles --` does after preparing. */
export function operate(directory: string, args: readonly string[], input = ''): Promise<OperatorAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['apps/cli/main.ts', ...args, '--json'], {
      cwd: root,
      env: { ...process.env, ALLES_DATA_DIR: directory },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let printed = ''
    let complaints = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
    child.once('error', reject)
    child.once('close', (status) => {
      resolve({
        status,
        output: printed + complaints,
        json: printed.trim() === '' ? null : JSON.parse(printed),
      })
    })
    child.stdin.end(input)
  })
}
