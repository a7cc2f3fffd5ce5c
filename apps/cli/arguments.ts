import { parseArgs } from 'node:util'
import { operatorCommands } from '@alles/server/control'
import { toolCommands } from './tool-commands.ts'

const commands = { ...operatorCommands, ...toolCommands }

/** What was typed, understood: which command, with what input, and where to. */
export interface Typed {
  readonly command: string
  readonly input: Record<string, unknown>
  /** Where the answer goes, for commands that answer with a file; what is read, for those that take one. */
  readonly file: string | undefined
  readonly json: boolean
  /** The password is still to be read from standard input. */
  readonly passwordFromInput: boolean
}

/** Understands a command line, or throws an `Error` whose message is for the person who typed it. */
export function understand(args: readonly string[]): Typed {
  const { values, positionals } = parse(args)
  const command = commandOf(positionals)
  const words = positionals.slice(command.split(' ').length)
  const { usage, input: shape } = commands[command] ?? unknown(positionals)
  const wantsName = 'name' in shape.shape
  const wantsFile = usage.includes(' FILE')
  if (words.length !== (wantsName ? 1 : 0) + (wantsFile ? 1 : 0)) throw new Error(`Usage: alles ${usage}`)
  if (usage.includes('--password-stdin') && !values['password-stdin'])
    throw new Error(`A password is read from standard input alone. Usage: alles ${usage}`)
  const { json, 'password-stdin': passwordFromInput, 'dry-run': dryRun, ...rest } = values
  return {
    command,
    input: { ...rest, ...(dryRun && { dryRun }), ...(wantsName && { name: words[0] }) },
    file: wantsFile ? words.at(-1) : undefined,
    json: json ?? false,
    passwordFromInput: passwordFromInput ?? false,
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      undo: { type: 'boolean' },
      mode: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      'dry-run': { type: 'boolean' },
    },
  })
}

function commandOf(positionals: readonly string[]): string {
  const two = positionals.slice(0, 2).join(' ')
  if (two in commands) return two
  return positionals[0] !== undefined && positionals[0] in commands ? positionals[0] : unknown(positionals)
}

function unknown(positionals: readonly string[]): never {
  const said = positionals.length === 0 ? '' : `There is no command "${positionals.join(' ')}".\n\n`
  throw new Error(`${said}${help()}`)
}

function help(): string {
  const rows = Object.values(commands).map((one) => `  ${one.usage.padEnd(44)}${one.about}`)
  return `Commands (each takes --json):\n${rows.join('\n')}`
}
