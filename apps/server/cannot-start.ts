import { PrintableError } from '@alles/platform/log'
import { SettingsFault } from '@alles/platform/config'

/** Why the program does not start, in one sentence an operator can act on. Printed without a stack; the exit is not 0. */
export class CannotStart extends PrintableError {
  override readonly name = 'CannotStart'
}

/** The sentence of an error that has one for the operator; null for a bug, whose stack is wanted. */
export function sentenceOf(error: unknown): string | null {
  return error instanceof PrintableError || error instanceof SettingsFault ? error.message : null
}
