import { refusals as chatRefusals } from '@alles/chat/contract'
import { BitSet, command, edgeRefusals, Nothing, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { WireApplication } from './shapes.ts'

export const getBotApplication = query('oauth.getBotApplication', {
  about: "The bot's own application.",
  protocol: 'discord',
  http: 'GET /oauth2/applications/@me',
  caller: 'account',
  input: Nothing,
  output: WireApplication,
  refuses: [refusals.only_bots],
})

export const getCurrentApplication = query('oauth.getCurrentApplication', {
  about: "The bot's own application.",
  protocol: 'discord',
  http: 'GET /applications/@me',
  caller: 'account',
  input: Nothing,
  output: WireApplication,
  refuses: [refusals.only_bots],
})

export const getAuthorization = query('oauth.getAuthorization', {
  about: 'What a person sees before adding an application to a server.',
  protocol: 'discord',
  http: 'GET /oauth2/authorize',
  caller: 'person',
  input: z.object({ client_id: Snowflake, scope: z.string().max(200).default('bot') }),
  output: z.object({ application: WireApplication, authorized: z.literal(false) }),
  refuses: [refusals.unknown_application, refusals.invalid_scope],
})

export const authorizeBot = command('oauth.authorizeBot', {
  about: "Adds an application's bot to a server that the person may manage.",
  protocol: 'discord',
  http: 'POST /oauth2/authorize',
  caller: 'person',
  input: z.object({
    client_id: Snowflake,
    scope: z.string().max(200).default('bot'),
    guild_id: Snowflake,
    permissions: BitSet.default('0'),
    authorize: z.literal(true),
  }),
  queryFields: ['client_id', 'scope'],
  output: z.object({ location: z.string() }),
  refuses: [
    refusals.unknown_application,
    refusals.invalid_scope,
    refusals.no_bot,
    chatRefusals.banned,
    chatRefusals.too_many_guilds,
    chatRefusals.too_many_roles,
    chatRefusals.unknown_user,
    edgeRefusals.not_allowed,
    edgeRefusals.not_found,
  ],
})
