import type { Readable } from 'node:stream'
import * as accountsContract from '@alles/accounts/contract'
import * as keysContract from '@alles/keys/contract'
import * as mailContract from '@alles/mail/contract'
import { defineRefusals, refuse, z } from '@alles/platform/contract'
import type { Calls } from '@alles/platform/service'
import * as oauthContract from '@alles/oauth/contract'
import * as privacyContract from '@alles/privacy/contract'

/** What the operator's commands need of a running system. */
export interface Operated {
  readonly calls: Calls
  /** Every fault found, each a sentence that says what to do. */
  doctor(): Promise<string[]>
}

/** What a command answers: something to print, or a file to write where the operator said. */
export type CommandAnswer = { readonly value: unknown } | { readonly file: Readable }

export interface OperatorCommand {
  /** How it is typed, for the tool's help. */
  readonly usage: string
  readonly about: string
  readonly input: z.ZodObject
  run(operated: Operated, input: never): Promise<CommandAnswer>
}

const refusals = defineRefusals({
  no_such_name: { status: 404, sentence: 'There is no account of that name.' },
})

function declare<I extends z.ZodObject>(
  spec: Pick<OperatorCommand, 'usage' | 'about'> & {
    input: I
    run(operated: Operated, input: z.output<I>): Promise<CommandAnswer>
  },
): OperatorCommand {
  return spec
}

async function accountNamed(operated: Operated, name: string) {
  const account = await operated.calls.of(accountsContract).findAccount({ username: name })
  return account ?? refuse(refusals.no_such_name)
}

const Name = z.object({ name: z.string() })

/** The operator's commands by name; the same ones over the control socket and on a stopped system. */
export const operatorCommands: Readonly<Record<string, OperatorCommand>> = {
  'account create': declare({
    usage: 'account create NAME --password-stdin',
    about: 'Makes an account, whoever may register.',
    input: Name.extend({ password: z.string() }),
    async run(operated, { name, password }) {
      return {
        value: await operated.calls.of(accountsContract).createByOperator({ username: name, password }),
      }
    },
  }),
  'account suspend': declare({
    usage: 'account suspend NAME [--undo]',
    about: 'Ends all sessions and refuses sign-in until undone.',
    input: Name.extend({ undo: z.boolean().default(false) }),
    async run(operated, { name, undo }) {
      const { accountId } = await accountNamed(operated, name)
      await operated.calls.of(accountsContract).suspend({ accountId, suspended: !undo })
      return { value: { accountId, suspended: !undo } }
    },
  }),
  'account import': declare({
    usage: 'account import FILE [--dry-run]',
    about: 'Makes accounts with password hashes of another system: CSV with a header, or JSON lines.',
    // The tool reads the file and asks once for every few lines of it.
    input: z.object({
      records: z.array(accountsContract.ImportRecord),
      dryRun: z.boolean().default(false),
    }),
    async run(operated, { records, dryRun }) {
      const revealed = records.map((record) => ({
        ...record,
        password_hash: record.password_hash.reveal(),
      }))
      const { results } = await operated.calls
        .of(accountsContract)
        .importAccounts({ records: revealed, dryRun })
      return { value: { results } }
    },
  }),
  'admin grant': declare({
    usage: 'admin grant NAME [--undo]',
    about: 'Makes somebody an administrator of this instance.',
    input: Name.extend({ undo: z.boolean().default(false) }),
    async run(operated, { name, undo }) {
      const { accountId } = await accountNamed(operated, name)
      await operated.calls.of(accountsContract).grantAdministrator({ accountId, granted: !undo })
      return { value: { accountId, administrator: !undo } }
    },
  }),
  export: declare({
    usage: 'export NAME FILE',
    about: 'Writes everything stored of a person to a ZIP file.',
    input: Name,
    async run(operated, { name }) {
      const { accountId } = await accountNamed(operated, name)
      const { stream } = await operated.calls.of(privacyContract).exportNow({ accountId, scope: 'person' })
      return { file: stream as Readable }
    },
  }),
  erase: declare({
    usage: 'erase NAME --mode pseudonymise|everything',
    about: 'Erases a person at once, without grace.',
    input: Name.extend({ mode: z.enum(['pseudonymise', 'everything']) }),
    async run(operated, { name, mode }) {
      const { accountId } = await accountNamed(operated, name)
      return {
        value: await operated.calls.of(privacyContract).eraseNow({ accountId, mode, scope: 'person' }),
      }
    },
  }),
  'keys rotate': declare({
    usage: 'keys rotate',
    about: 'Makes a new instance key while everything runs.',
    input: z.object({}),
    async run(operated) {
      return { value: await operated.calls.of(keysContract).rotate({}) }
    },
  }),
  'signing-keys rotate': declare({
    usage: 'signing-keys rotate',
    about:
      'Makes new keys to sign in applications with; those before stay known until nothing of theirs is about.',
    input: z.object({}),
    async run(operated) {
      return { value: await operated.calls.of(oauthContract).rotateSigningKeys({}) }
    },
  }),
  'mail dns': declare({
    usage: 'mail dns',
    about: 'Lists the DNS records to publish so that mail arrives.',
    input: z.object({}),
    async run(operated) {
      return { value: await operated.calls.of(mailContract).describeDns({}) }
    },
  }),
  doctor: declare({
    usage: 'doctor',
    about: 'Checks data directory, database, keys, catalogue, disk and clock, and says what to do.',
    input: z.object({}),
    async run(operated) {
      const faults = await operated.doctor()
      return { value: { healthy: faults.length === 0, faults } }
    },
  }),
}
