import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Finished {
  readonly status: number
  /** What it printed on standard output alone. */
  readonly printed: string
  /** All it said, complaints included. */
  readonly output: string
}

/** Runs a program in the project's folder and gathers what it prints. */
export function runTool(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const printed: Buffer[] = []
    const said: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => {
      printed.push(part)
      said.push(part)
    })
    child.stderr.on('data', (part: Buffer) => said.push(part))
    child.on('error', reject)
    child.on('close', (status) => {
      resolve({ status: status ?? 1, printed: textOf(printed), output: textOf(said) })
    })
  })
}

/** Runs one of the tools that the root package installs. */
export function runInstalled(
  name: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<Finished> {
  return runTool(join(root, 'node_modules/.bin', name), args, env)
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8').trim()
}
