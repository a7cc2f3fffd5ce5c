import { command, Instant, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { EraseMode, Scope } from './requests.ts'

/** What an erasure did, and when the last copies are gone. */
export const Receipt = z.object({
  keysDestroyed: z.int(),
  /** Rows deleted or cleared, by `service.table`. */
  rows: z.record(z.string(), z.int()),
  /** When backups hold none of the rows any more. */
  rowsLeaveBackups: Instant,
  /** When backups hold none of the keys any more; from then on nothing that was sealed can be read. */
  keysLeaveBackups: Instant,
})
export type Receipt = z.infer<typeof Receipt>

export const exportNow = query('privacy.exportNow', {
  about: 'A ZIP of everything stored of an account or its person, without delay. The stream is read once.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ accountId: Snowflake, scope: Scope }),
  output: z.object({ stream: z.custom<AsyncIterable<Uint8Array>>() }),
  refuses: [refusals.no_such_account],
})

export const eraseNow = command('privacy.eraseNow', {
  about: 'Erases an account or its person without grace. Answers when it is done, keys re-wrapped included.',
  caller: 'internal',
  input: z.object({ accountId: Snowflake, mode: EraseMode, scope: Scope }),
  output: Receipt,
  refuses: [refusals.no_such_account],
})
