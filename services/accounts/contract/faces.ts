import { command, edgeRefusals, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { Account, DisplayName, PublicProfile } from './shapes.ts'

export const createSecondary = command('accounts.createSecondary', {
  about: 'Opens another account of the signed-in person. Nobody else can tell that both are theirs.',
  http: 'POST /accounts/secondary',
  caller: 'person',
  input: z.object({ username: z.string().max(200), display_name: DisplayName.nullish() }),
  output: z.object({ account: Account }),
  status: 201,
  refuses: [
    refusals.invalid_username,
    refusals.reserved_username,
    refusals.username_taken,
    refusals.too_many_accounts,
    refusals.account_suspended,
    refusals.leaving,
  ],
  limit: { count: 10, seconds: 3600, by: 'account' },
})

export const makePrimary = command('accounts.makePrimary', {
  about: 'Makes another account the primary one; the primary one becomes a secondary.',
  http: 'POST /accounts/:id/primary',
  caller: 'fresh-person',
  input: z.object({ id: Snowflake }),
  output: z.object({ account: Account }),
  refuses: [edgeRefusals.unknown_account],
})

export const changeUsername = command('accounts.changeUsername', {
  about:
    'Gives the account that acts another username: once in 30 days. Nobody else gets the old one for 90 days.',
  http: 'PUT /accounts/@me/username',
  caller: 'fresh-person',
  input: z.object({ username: z.string().max(200) }),
  output: z.object({ account: Account }),
  refuses: [
    refusals.invalid_username,
    refusals.reserved_username,
    refusals.username_taken,
    refusals.username_changed_lately,
  ],
  limit: { count: 20, seconds: 3600, by: 'account' },
})

export const getProfile = query('accounts.getProfile', {
  about: 'What anybody may see of an account. A private one shows its names and picture.',
  http: 'GET /profiles/:username',
  caller: 'anyone',
  input: z.object({ username: z.string().max(200) }),
  output: z.object({ profile: PublicProfile }),
  refuses: [refusals.no_such_account],
  limit: { count: 120, seconds: 60, by: 'address' },
})
