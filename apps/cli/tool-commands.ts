import { z } from '@alles/platform/contract'

/** What this tool does itself, without asking the server: files it makes are picked up there. */
export interface ToolCommand {
  readonly usage: string
  readonly about: string
  readonly input: z.ZodObject
}

export const toolCommands: Readonly<Record<string, ToolCommand>> = {
  'passwords import': {
    usage: 'passwords import FILE',
    about: 'Makes the list of refused passwords of a file: a password or SHA1:COUNT a line.',
    input: z.object({}),
  },
}
