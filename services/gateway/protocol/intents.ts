/** Groups of events that a client asks for. https://docs.discord.com/developers/events/gateway#gateway-intents */
export const intents = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_MODERATION: 1 << 2,
  GUILD_EXPRESSIONS: 1 << 3,
  GUILD_INTEGRATIONS: 1 << 4,
  GUILD_WEBHOOKS: 1 << 5,
  GUILD_INVITES: 1 << 6,
  GUILD_VOICE_STATES: 1 << 7,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  GUILD_MESSAGE_REACTIONS: 1 << 10,
  GUILD_MESSAGE_TYPING: 1 << 11,
  DIRECT_MESSAGES: 1 << 12,
  DIRECT_MESSAGE_REACTIONS: 1 << 13,
  DIRECT_MESSAGE_TYPING: 1 << 14,
  MESSAGE_CONTENT: 1 << 15,
  GUILD_SCHEDULED_EVENTS: 1 << 16,
  AUTO_MODERATION_CONFIGURATION: 1 << 20,
  AUTO_MODERATION_EXECUTION: 1 << 21,
  GUILD_MESSAGE_POLLS: 1 << 24,
  DIRECT_MESSAGE_POLLS: 1 << 25,
} as const
export type Intent = keyof typeof intents

export const everyIntent = Object.values(intents).reduce((all, bit) => all | bit, 0)

/** Whether `bits` names intents that exist, and nothing else. */
export function areIntents(bits: number): boolean {
  return Number.isInteger(bits) && bits >= 0 && bits <= everyIntent && (bits & ~everyIntent) === 0
}

/** First match counts; direct messages have intents of their own. */
const guildRules: readonly (readonly [RegExp, Intent])[] = [
  [/^(GUILD_MEMBER_|THREAD_MEMBERS_)/, 'GUILD_MEMBERS'],
  [/^(GUILD_(CREATE|UPDATE|DELETE)|GUILD_ROLE_|CHANNEL_|THREAD_|STAGE_INSTANCE_)/, 'GUILDS'],
  [/^GUILD_(AUDIT_LOG_ENTRY|BAN)_/, 'GUILD_MODERATION'],
  [/^GUILD_(EMOJIS|STICKERS|SOUNDBOARD)_/, 'GUILD_EXPRESSIONS'],
  [/^(GUILD_)?INTEGRATION/, 'GUILD_INTEGRATIONS'],
  [/^WEBHOOKS_/, 'GUILD_WEBHOOKS'],
  [/^INVITE_/, 'GUILD_INVITES'],
  [/^VOICE_(STATE|CHANNEL)_/, 'GUILD_VOICE_STATES'],
  [/^PRESENCE_/, 'GUILD_PRESENCES'],
  [/^MESSAGE_REACTION_/, 'GUILD_MESSAGE_REACTIONS'],
  [/^MESSAGE_POLL_/, 'GUILD_MESSAGE_POLLS'],
  [/^MESSAGE_/, 'GUILD_MESSAGES'],
  [/^TYPING_/, 'GUILD_MESSAGE_TYPING'],
  [/^GUILD_SCHEDULED_EVENT_/, 'GUILD_SCHEDULED_EVENTS'],
  [/^AUTO_MODERATION_RULE_/, 'AUTO_MODERATION_CONFIGURATION'],
  [/^AUTO_MODERATION_ACTION_/, 'AUTO_MODERATION_EXECUTION'],
]
const directRules: readonly (readonly [RegExp, Intent])[] = [
  [/^MESSAGE_REACTION_/, 'DIRECT_MESSAGE_REACTIONS'],
  [/^MESSAGE_POLL_/, 'DIRECT_MESSAGE_POLLS'],
  [/^MESSAGE_|^CHANNEL_PINS_/, 'DIRECT_MESSAGES'],
  [/^TYPING_/, 'DIRECT_MESSAGE_TYPING'],
]

const known = { guild: new Map<string, number>(), direct: new Map<string, number>() }

/** The intent an event belongs to; 0 where everybody gets it. */
export function intentOf(t: string, where: 'guild' | 'direct'): number {
  const before = known[where].get(t)
  if (before !== undefined) return before
  const rule = (where === 'guild' ? guildRules : directRules).find(([pattern]) => pattern.test(t))
  const bit = rule ? intents[rule[1]] : 0
  known[where].set(t, bit)
  return bit
}
