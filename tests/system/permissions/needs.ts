import { relationshipRefusals } from '@alles/chat/contract'
import { messageNeeds } from './message-needs.ts'
import {
  anyone,
  channel,
  codes,
  group,
  guild,
  owner,
  privateThread,
  self,
  thread,
  type Need,
} from './need.ts'

/**
 * Who may call each of chat's routes: one line for a route, or one for each thing that it does. What a route is sent
 * beside the ids that lead to it stands on the line.
 */
export const needs: Readonly<Record<string, Need | readonly Need[]>> = {
  // Guilds
  createGuild: self({ send: { name: 'Another' } }),
  getGuild: guild(),
  getGuildPreview: guild(),
  getGuildSettings: guild(),
  listMyGuilds: self(),
  editGuild: [
    guild(['MANAGE_GUILD'], { send: { description: 'Beds' } }),
    guild(['MANAGE_GUILD'], {
      send: async (world) => ({ rules_channel_id: await world.otherRules() }),
      hidden: { refusal: codes.unknown_channel },
    }),
    owner({ send: async (world) => ({ owner_id: await world.victim() }), undo: (world) => world.giveBack() }),
  ],
  editGuildSettings: guild(['MANAGE_GUILD'], { send: { link_previews: false } }),
  deleteGuild: owner({ undo: (world) => world.restore() }),
  restoreGuild: owner({
    send: async (world) => (await world.remove(), {}),
    undo: (world) => world.restore(),
    refusal: codes.unknown_guild,
  }),
  listDeletedGuilds: self(),
  leaveGuild: guild([], { undo: (world) => world.readmit(), ownerRefusal: codes.owner_must_stay }),
  getVanity: guild(['MANAGE_GUILD']),
  editVanity: guild(['MANAGE_GUILD'], { send: { code: 'plots' } }),
  countPrune: guild(['KICK_MEMBERS', 'MANAGE_GUILD'], { send: { days: 30 } }),
  prune: guild(['KICK_MEMBERS', 'MANAGE_GUILD'], { send: { days: 30 } }),
  listAuditLog: guild(['VIEW_AUDIT_LOG']),
  getScreening: guild(),
  editScreening: guild(['MANAGE_GUILD'], { send: { description: 'Be kind' } }),
  agreeToRules: guild([], {
    send: { version: '2026-01-01T00:00:00.000Z', form_fields: [] },
    admittedAs: codes.no_screening,
  }),
  editNotificationSettings: guild([], { send: { muted: false } }),
  clearMine: guild(),
  getClearing: guild(),

  // Templates
  listBuiltInTemplates: self(),
  getTemplate: self({ send: async (world) => ({ code: await world.template() }) }),
  useTemplate: self({ send: async (world) => ({ code: await world.template(), name: 'Another' }) }),
  listTemplates: guild(['MANAGE_GUILD']),
  createTemplate: guild(['MANAGE_GUILD'], {
    send: async (world) => (await world.withoutTemplate(), { name: 'Plots' }),
  }),
  syncTemplate: guild(['MANAGE_GUILD'], { send: async (world) => ({ code: await world.template() }) }),
  editTemplate: guild(['MANAGE_GUILD'], {
    send: async (world) => ({ code: await world.template(), name: 'Plots' }),
  }),
  deleteTemplate: guild(['MANAGE_GUILD'], { send: async (world) => ({ code: await world.template() }) }),

  // Channels
  listChannels: guild(),
  createChannel: [
    guild(['MANAGE_CHANNELS'], { send: { name: 'beds' } }),
    guild(['MANAGE_CHANNELS'], {
      send: async (world) => ({ name: 'beds', parent_id: world.category }),
      hidden: { refusal: codes.not_a_category, channel: (world) => world.category },
    }),
    guild(['MANAGE_CHANNELS', 'MANAGE_ROLES'], {
      send: async (world) => ({ name: 'beds', permission_overwrites: [{ id: world.ids.roleId, type: 0 }] }),
    }),
  ],
  moveChannels: guild(['MANAGE_CHANNELS'], {
    send: async (world) => ({ moves: [{ id: world.ids.channelId, position: 3 }] }),
    hidden: { refusal: codes.unknown_channel },
  }),
  getChannel: [channel(), thread(), privateThread(['MANAGE_THREADS']), group()],
  editChannel: [
    channel(['MANAGE_CHANNELS'], { send: { topic: 'Soil' } }),
    channel(['MANAGE_ROLES'], {
      send: async (world) => ({
        permission_overwrites: [{ id: await world.overwrite(), type: 0, deny: '1024' }],
      }),
    }),
    thread(['MANAGE_THREADS'], { send: { name: 'Compost' } }),
    privateThread(['MANAGE_THREADS'], { send: { name: 'Secrets' } }),
    group({ send: { name: 'Friends' } }),
  ],
  deleteChannel: [
    channel(['MANAGE_CHANNELS'], { send: async (world) => ({ channelId: await world.newChannel() }) }),
    thread(['MANAGE_THREADS'], { send: async (world) => ({ channelId: await world.newThread() }) }),
  ],
  setOverwrite: channel(['MANAGE_ROLES'], {
    send: async (world) => ({ overwriteId: await world.overwrite(), type: 0, deny: '1024' }),
  }),
  removeOverwrite: channel(['MANAGE_ROLES'], {
    send: async (world) => ({ overwriteId: await world.overwrite() }),
  }),

  // Roles
  listRoles: guild(),
  getRole: guild(),
  countRoleMembers: guild(),
  createRole: guild(['MANAGE_ROLES'], { send: { name: 'Weeders', permissions: '0' } }),
  editRole: guild(['MANAGE_ROLES'], { send: { color: 5 } }),
  moveRoles: guild(['MANAGE_ROLES'], {
    send: async (world) => ({ moves: [{ id: world.ids.roleId, position: 1 }] }),
  }),
  deleteRole: guild(['MANAGE_ROLES'], { send: async (world) => ({ roleId: await world.newRole() }) }),

  // Members
  listMembers: guild([], { send: { limit: 10 } }),
  searchMembers: guild([], { send: { query: 'per' } }),
  getMember: guild([], { send: async (world) => ({ userId: await world.victim() }) }),
  getMyMember: guild(),
  editMe: [guild(['CHANGE_NICKNAME'], { send: { nick: 'Green' } }), guild([], { send: { avatar: null } })],
  editMember: [
    guild(['MANAGE_NICKNAMES'], { send: async (world) => ({ userId: await world.victim(), nick: 'Green' }) }),
    guild(['MANAGE_ROLES'], { send: async (world) => ({ userId: await world.victim(), roles: [] }) }),
    guild(['MODERATE_MEMBERS'], {
      send: async (world) => ({ userId: await world.victim(), communication_disabled_until: null }),
    }),
  ],
  giveRole: guild(['MANAGE_ROLES'], { send: async (world) => ({ userId: await world.victim() }) }),
  takeRole: guild(['MANAGE_ROLES'], { send: async (world) => ({ userId: await world.victim() }) }),
  kickMember: guild(['KICK_MEMBERS'], { send: async (world) => ({ userId: await world.victim() }) }),

  // Bans
  listBans: guild(['BAN_MEMBERS']),
  searchBans: guild(['BAN_MEMBERS'], { send: { query: 'per' } }),
  getBan: guild(['BAN_MEMBERS'], { send: async (world) => ({ userId: await world.banned() }) }),
  banAccount: guild(['BAN_MEMBERS'], { send: async (world) => ({ userId: await world.victim() }) }),
  bulkBan: guild(['BAN_MEMBERS', 'MANAGE_GUILD'], {
    send: async (world) => ({ user_ids: [await world.victim()] }),
  }),
  unbanAccount: guild(['BAN_MEMBERS'], { send: async (world) => ({ userId: await world.banned() }) }),

  // Invites
  createInvite: channel(['CREATE_INSTANT_INVITE'], { send: { unique: true } }),
  listChannelInvites: channel(['MANAGE_CHANNELS']),
  listGuildInvites: guild(['MANAGE_GUILD']),
  getInvite: anyone({ send: async (world) => ({ code: await world.invite() }) }),
  acceptInvite: self({
    send: async (world) => ({ code: await world.invite() }),
    undo: (world) => world.visitorLeaves(),
  }),
  deleteInvite: [
    guild(['MANAGE_GUILD'], {
      send: async (world) => ({ code: await world.invite() }),
      unknown: codes.unknown_invite,
      or: 'MANAGE_CHANNELS',
    }),
    guild(['MANAGE_CHANNELS'], {
      send: async (world) => ({ code: await world.invite() }),
      unknown: codes.unknown_invite,
      hidden: { refusal: codes.missing_permissions },
      or: 'MANAGE_GUILD',
    }),
  ],

  // Emojis and stickers
  listEmojis: guild(),
  getEmoji: guild(),
  createEmoji: guild([['CREATE_GUILD_EXPRESSIONS', 'MANAGE_GUILD_EXPRESSIONS']], {
    send: async (world) => ({ name: 'leek', image: world.picture }),
  }),
  editEmoji: guild(['MANAGE_GUILD_EXPRESSIONS'], { send: { name: 'beet' } }),
  deleteEmoji: guild(['MANAGE_GUILD_EXPRESSIONS'], {
    send: async (world) => ({ emojiId: await world.newEmoji() }),
  }),
  listStickers: guild(),
  getSticker: guild(),
  createSticker: guild([['CREATE_GUILD_EXPRESSIONS', 'MANAGE_GUILD_EXPRESSIONS']], {
    send: { name: 'leek', description: 'A leek', tags: 'leek' },
    form: true,
  }),
  editSticker: guild(['MANAGE_GUILD_EXPRESSIONS'], { send: { name: 'beet' } }),
  deleteSticker: guild(['MANAGE_GUILD_EXPRESSIONS'], {
    send: async (world) => ({ stickerId: await world.newSticker() }),
  }),

  ...messageNeeds,

  // Threads
  startThread: [
    channel(['CREATE_PUBLIC_THREADS'], { send: { name: 'Slugs', type: 11 } }),
    channel(['CREATE_PRIVATE_THREADS'], { send: { name: 'Slugs', type: 12 } }),
    channel(['SEND_MESSAGES'], {
      send: async (world) => ({ channelId: world.forum, name: 'Slugs', message: { content: 'Hello' } }),
    }),
  ],
  startThreadFromMessage: channel(['CREATE_PUBLIC_THREADS', 'READ_MESSAGE_HISTORY'], {
    send: async (world) => ({ messageId: await world.newMessage(), name: 'Slugs' }),
  }),
  listActiveThreads: guild(),
  listPublicArchivedThreads: channel(['READ_MESSAGE_HISTORY']),
  listPrivateArchivedThreads: channel(['READ_MESSAGE_HISTORY', 'MANAGE_THREADS']),
  listMyArchivedThreads: channel(['READ_MESSAGE_HISTORY']),
  joinThread: [thread(), privateThread(['MANAGE_THREADS'])],
  leaveThread: [thread(), privateThread(['MANAGE_THREADS'])],
  addThreadMember: [
    thread(['SEND_MESSAGES_IN_THREADS'], { send: async (world) => ({ userId: await world.victim() }) }),
    privateThread(['MANAGE_THREADS', 'SEND_MESSAGES_IN_THREADS'], {
      send: async (world) => ({ userId: await world.victim() }),
    }),
  ],
  removeThreadMember: [
    thread(['MANAGE_THREADS'], {
      send: async (world) => ({ userId: await world.follower(world.thread) }),
    }),
    privateThread(['MANAGE_THREADS'], {
      send: async (world) => ({ userId: await world.follower(world.privateThread) }),
    }),
  ],
  getThreadMember: [
    thread([], { send: async (world) => ({ userId: await world.follower(world.thread) }) }),
    privateThread(['MANAGE_THREADS'], {
      send: async (world) => ({ userId: await world.follower(world.privateThread) }),
    }),
  ],
  listThreadMembers: [thread(), privateThread(['MANAGE_THREADS'])],

  // Outside of guilds
  getMe: self(),
  getUser: self({ send: async (world) => ({ userId: world.ownerId }) }),
  listConversations: self(),
  openConversation: self({ send: { recipients: [] } }),
  addRecipient: group({ send: async (world) => ({ userId: world.ownerId }) }),
  removeRecipient: group({ send: async (world) => ({ userId: await world.groupGuest() }) }, 'owner'),
  listRelationships: self(),
  requestFriend: self({
    send: { username: 'nobody_of_that_name' },
    admittedAs: relationshipRefusals.unknown_name,
  }),
  putRelationship: self({ send: async (world) => ({ userId: world.ownerId, type: 2 }) }),
  deleteRelationship: self({ send: async (world) => ({ userId: world.ownerId }) }),
  getPersonalSettings: self(),
  editPersonalSettings: self({ send: { theme: 'dark' } }),
  editPrivateNotifications: self({ send: { muted: false } }),
  getNote: self({ send: async (world) => ({ userId: world.ownerId }) }),
  putNote: self({ send: async (world) => ({ userId: world.ownerId, note: 'Beans' }) }),
}
