import { GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10'
import { expect, test } from 'vitest'
import { intentOf, intents, type Intent } from './intents.ts'

type Event = `${GatewayDispatchEvents}`

/** Which intents an event of a guild, and one outside of guilds, belongs to; as Discord's documentation lists them. */
const guildEvents: { readonly [intent in Intent]?: readonly Event[] } = {
  GUILDS: [
    'GUILD_CREATE',
    'GUILD_UPDATE',
    'GUILD_DELETE',
    'GUILD_ROLE_CREATE',
    'GUILD_ROLE_UPDATE',
    'GUILD_ROLE_DELETE',
    'CHANNEL_CREATE',
    'CHANNEL_UPDATE',
    'CHANNEL_DELETE',
    'CHANNEL_PINS_UPDATE',
    'THREAD_CREATE',
    'THREAD_UPDATE',
    'THREAD_DELETE',
    'THREAD_LIST_SYNC',
    'THREAD_MEMBER_UPDATE',
    'STAGE_INSTANCE_CREATE',
    'STAGE_INSTANCE_UPDATE',
    'STAGE_INSTANCE_DELETE',
  ],
  // The last one also comes, without this intent, to those it is about.
  GUILD_MEMBERS: ['GUILD_MEMBER_ADD', 'GUILD_MEMBER_UPDATE', 'GUILD_MEMBER_REMOVE', 'THREAD_MEMBERS_UPDATE'],
  GUILD_MODERATION: ['GUILD_AUDIT_LOG_ENTRY_CREATE', 'GUILD_BAN_ADD', 'GUILD_BAN_REMOVE'],
  GUILD_EXPRESSIONS: [
    'GUILD_EMOJIS_UPDATE',
    'GUILD_STICKERS_UPDATE',
    'GUILD_SOUNDBOARD_SOUND_CREATE',
    'GUILD_SOUNDBOARD_SOUND_UPDATE',
    'GUILD_SOUNDBOARD_SOUND_DELETE',
    'GUILD_SOUNDBOARD_SOUNDS_UPDATE',
  ],
  GUILD_INTEGRATIONS: [
    'GUILD_INTEGRATIONS_UPDATE',
    'INTEGRATION_CREATE',
    'INTEGRATION_UPDATE',
    'INTEGRATION_DELETE',
  ],
  GUILD_WEBHOOKS: ['WEBHOOKS_UPDATE'],
  GUILD_INVITES: ['INVITE_CREATE', 'INVITE_DELETE'],
  GUILD_VOICE_STATES: ['VOICE_CHANNEL_EFFECT_SEND', 'VOICE_STATE_UPDATE'],
  GUILD_PRESENCES: ['PRESENCE_UPDATE'],
  GUILD_MESSAGES: ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK'],
  GUILD_MESSAGE_REACTIONS: [
    'MESSAGE_REACTION_ADD',
    'MESSAGE_REACTION_REMOVE',
    'MESSAGE_REACTION_REMOVE_ALL',
    'MESSAGE_REACTION_REMOVE_EMOJI',
  ],
  GUILD_MESSAGE_TYPING: ['TYPING_START'],
  GUILD_MESSAGE_POLLS: ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE'],
  GUILD_SCHEDULED_EVENTS: [
    'GUILD_SCHEDULED_EVENT_CREATE',
    'GUILD_SCHEDULED_EVENT_UPDATE',
    'GUILD_SCHEDULED_EVENT_DELETE',
    'GUILD_SCHEDULED_EVENT_USER_ADD',
    'GUILD_SCHEDULED_EVENT_USER_REMOVE',
  ],
  AUTO_MODERATION_CONFIGURATION: [
    'AUTO_MODERATION_RULE_CREATE',
    'AUTO_MODERATION_RULE_UPDATE',
    'AUTO_MODERATION_RULE_DELETE',
  ],
  AUTO_MODERATION_EXECUTION: ['AUTO_MODERATION_ACTION_EXECUTION'],
}
const directEvents: { readonly [intent in Intent]?: readonly Event[] } = {
  DIRECT_MESSAGES: ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'CHANNEL_PINS_UPDATE'],
  DIRECT_MESSAGE_REACTIONS: [
    'MESSAGE_REACTION_ADD',
    'MESSAGE_REACTION_REMOVE',
    'MESSAGE_REACTION_REMOVE_ALL',
    'MESSAGE_REACTION_REMOVE_EMOJI',
  ],
  DIRECT_MESSAGE_TYPING: ['TYPING_START'],
  DIRECT_MESSAGE_POLLS: ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE'],
}
/** Everybody gets these, or nobody: they need no intent, answer a request, or are not sent here. */
const ofNoIntent: ReadonlySet<Event> = new Set([
  'READY',
  'RESUMED',
  'RATE_LIMITED',
  'USER_UPDATE',
  'INTERACTION_CREATE',
  'APPLICATION_COMMAND_PERMISSIONS_UPDATE',
  'ENTITLEMENT_CREATE',
  'ENTITLEMENT_UPDATE',
  'ENTITLEMENT_DELETE',
  'SUBSCRIPTION_CREATE',
  'SUBSCRIPTION_UPDATE',
  'SUBSCRIPTION_DELETE',
  'GUILD_MEMBERS_CHUNK',
  'SOUNDBOARD_SOUNDS',
  'CHANNEL_INFO',
  'VOICE_SERVER_UPDATE',
  'VOICE_CHANNEL_STATUS_UPDATE',
  'VOICE_CHANNEL_START_TIME_UPDATE',
])

const rows = (where: 'guild' | 'direct', events: typeof guildEvents) =>
  Object.entries(events).flatMap(([intent, names]) => names.map((t) => [t, where, intent as Intent] as const))
const all = [...rows('guild', guildEvents), ...rows('direct', directEvents)]

test.each(all)('%s (%s) belongs to %s', (t, where, intent) => {
  expect(intentOf(t, where)).toBe(intents[intent])
})

test('every event there is has its place', () => {
  const placed = new Set<string>([...all.map(([t]) => t), ...ofNoIntent])
  expect(Object.values<string>(GatewayDispatchEvents).filter((t) => !placed.has(t))).toEqual([])
})

test('every intent there is exists here, with the same bit', () => {
  const theirs = Object.entries(GatewayIntentBits).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  expect(new Set(theirs.map(([, bit]) => bit))).toEqual(new Set(Object.values(intents)))
  const shouting = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
  const older = new Set(['GUILD_BANS', 'GUILD_EMOJIS_AND_STICKERS'])
  for (const [name, bit] of theirs)
    if (!older.has(shouting(name))) expect(intents[shouting(name) as Intent]).toBe(bit)
})

test.each(['READY', 'USER_UPDATE', 'INTERACTION_CREATE'])('%s goes to everybody', (t) => {
  expect(intentOf(t, 'direct')).toBe(0)
})
