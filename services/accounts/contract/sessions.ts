import { command, edgeRefusals, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Account, PasswordInput, SignIn } from './shapes.ts'

export const signIn = command('accounts.signIn', {
  about: 'Signs in. The answer to a wrong password and to an unknown name is the same.',
  http: 'POST /session',
  caller: 'anyone',
  input: z.object({
    login: z.string().max(320),
    password: PasswordInput,
    /** A second factor, where one is set: of an authenticator app, or a recovery code. */
    code: z.string().max(64).nullish(),
    /** The answer to a challenge, after `proof_of_work_required`. */
    altcha: z.string().max(8192).nullish(),
  }),
  output: z.object({ account: Account }),
  refuses: [
    refusals.wrong_credentials,
    refusals.second_factor_required,
    refusals.wrong_code,
    refusals.proof_of_work_required,
    refusals.account_suspended,
    refusals.awaiting_approval,
    refusals.too_busy,
  ],
  limit: { count: 120, seconds: 60, by: 'address' },
  bodyLimit: 16_384,
})

export const getSession = query('accounts.getSession', {
  about: 'Who is signed in, and as which account.',
  http: 'GET /session',
  caller: 'person',
  input: Nothing,
  output: z.object({ account: Account, administrator: z.boolean() }),
})

export const signOut = command('accounts.signOut', {
  about: 'Signs out here.',
  http: 'DELETE /session',
  caller: 'person',
  input: Nothing,
  output: z.void(),
})

export const confirmPassword = command('accounts.confirmPassword', {
  about: 'Proves again who is signed in; for 5 minutes the session then counts as fresh.',
  http: 'POST /session/confirm',
  caller: 'person',
  input: z.object({ password: PasswordInput, code: z.string().max(64).nullish() }),
  output: z.void(),
  refuses: [refusals.wrong_password, refusals.code_required, refusals.wrong_code, refusals.too_busy],
  limit: { count: 10, seconds: 300, by: 'account' },
  bodyLimit: 16_384,
})

export const switchAccount = command('accounts.switchAccount', {
  about: "Makes another of one's accounts the one that acts when a request names none.",
  http: 'POST /session/switch',
  caller: 'person',
  input: z.object({ account: Snowflake }),
  output: z.object({ account: Account }),
  refuses: [edgeRefusals.unknown_account, refusals.account_suspended],
})

export const listSessions = query('accounts.listSessions', {
  about: 'Where the person is signed in, the latest first.',
  http: 'GET /sessions',
  caller: 'person',
  input: Nothing,
  output: z.object({ sessions: z.array(SignIn) }),
})

export const endSession = command('accounts.endSession', {
  about: 'Signs out somewhere else.',
  http: 'DELETE /sessions/:id',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_session],
})
