/** Types of messages, by Discord's numbers. All but the first two are said by the system; clients write their words. */
export const kinds = {
  message: 0,
  recipientAdded: 1,
  recipientRemoved: 2,
  channelNamed: 4,
  channelIcon: 5,
  pinned: 6,
  joined: 7,
  channelFollowed: 12,
  threadCreated: 18,
  reply: 19,
  threadStarter: 21,
  pollResult: 46,
} as const
export type Kind = (typeof kinds)[keyof typeof kinds]

/** Message flags, by Discord's bits. */
export const messageFlags = {
  crossposted: 1,
  isCrosspost: 2,
  suppressEmbeds: 4,
  sourceDeleted: 8,
  hasThread: 32,
  ephemeral: 64,
  suppressNotifications: 4096,
  isVoiceMessage: 8192,
  hasSnapshot: 16_384,
  isComponentsV2: 32_768,
} as const
