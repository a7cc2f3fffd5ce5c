import { Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { CurrentUser, User } from './wire.ts'

export const getMe = query('chat.getMe', {
  about: 'The account that acts, in the shape of a chat user.',
  protocol: 'discord',
  http: 'GET /users/@me',
  caller: 'account',
  input: Nothing,
  output: CurrentUser,
  refuses: [refusals.unknown_user],
})

export const getUser = query('chat.getUser', {
  about: 'What everybody may see of an account.',
  protocol: 'discord',
  http: 'GET /users/:userId',
  caller: 'account',
  input: z.object({ userId: Snowflake }),
  output: User,
  refuses: [refusals.unknown_user],
})
