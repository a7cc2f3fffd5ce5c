import { command, defineRefusals, Instant, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { User } from './wire.ts'

export const relationshipRefusals = defineRefusals({
  too_many_friends: {
    status: 400,
    discord: 30002,
    sentence: 'One of you has 1000 friends, which is as many as can be.',
  },
  too_many_requests: {
    status: 400,
    discord: 80001,
    sentence: 'You have asked 100 people since yesterday. Wait until tomorrow.',
  },
  too_many_blocked: {
    status: 400,
    discord: 30035,
    sentence: 'You have blocked 10000 accounts, which is as many as can be.',
  },
  requests_disabled: {
    status: 400,
    discord: 80000,
    sentence: 'This account does not take friend requests from you.',
  },
  cannot_befriend_self: { status: 400, discord: 80003, sentence: 'This is you.' },
  unknown_name: { status: 400, discord: 80004, sentence: 'Nobody has this username.' },
  already_friends: { status: 400, discord: 80007, sentence: 'You are friends already.' },
})

/** 1: friend. 2: blocked. 3: asks one to be friends. 4: was asked. */
export const RelationshipType = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type RelationshipType = z.infer<typeof RelationshipType>

/** What one account thinks of another. */
export const Relationship = z.object({
  /** The other account. */
  id: Snowflake,
  type: RelationshipType,
  user: User,
  nickname: z.null(),
  since: Instant,
})
export type Relationship = z.infer<typeof Relationship>

const asking = [
  refusals.people_only,
  refusals.unknown_user,
  relationshipRefusals.too_many_friends,
  relationshipRefusals.too_many_requests,
  relationshipRefusals.requests_disabled,
  relationshipRefusals.cannot_befriend_self,
  relationshipRefusals.already_friends,
]

export const listRelationships = query('chat.listRelationships', {
  about: 'Friends, requests, and whom one blocked.',
  protocol: 'discord',
  http: 'GET /users/@me/relationships',
  caller: 'account',
  input: Nothing,
  output: z.array(Relationship),
  refuses: [refusals.people_only],
})

/** Asking somebody who has asked makes friends. One who blocked the caller hears nothing, and the caller of no block. */
export const requestFriend = command('chat.requestFriend', {
  about: 'Asks whoever has a username to be friends.',
  protocol: 'discord',
  http: 'POST /users/@me/relationships',
  caller: 'account',
  input: z.object({ username: z.string().min(1).max(100) }),
  output: z.void(),
  refuses: [...asking, relationshipRefusals.unknown_name],
  limit: { count: 20, seconds: 60, by: 'account' },
})

/** `type` 2 blocks, and ends what was between the two. 1, or none: asks, or accepts where one was asked. */
export const putRelationship = command('chat.putRelationship', {
  about: 'Asks an account to be friends, accepts its request, or blocks it.',
  protocol: 'discord',
  http: 'PUT /users/@me/relationships/:userId',
  caller: 'account',
  input: z.object({ userId: Snowflake, type: z.union([z.literal(1), z.literal(2)]).nullish() }),
  output: z.void(),
  refuses: [...asking, relationshipRefusals.too_many_blocked],
  limit: { count: 60, seconds: 60, by: 'account' },
})

export const deleteRelationship = command('chat.deleteRelationship', {
  about: 'Ends a friendship, takes back or turns down a request, or lifts a block. Does nothing twice.',
  protocol: 'discord',
  http: 'DELETE /users/@me/relationships/:userId',
  caller: 'account',
  input: z.object({ userId: Snowflake }),
  output: z.void(),
  refuses: [refusals.people_only],
  limit: { count: 60, seconds: 60, by: 'account' },
})
