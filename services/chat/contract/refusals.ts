import { defineRefusals } from '@alles/platform/contract'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const refusals = defineRefusals({
  unknown_channel: { status: 404, discord: 10003, sentence: 'This channel does not exist.' },
  unknown_guild: {
    status: 404,
    discord: 10004,
    sentence: 'This server does not exist, or you are not in it.',
  },
  unknown_invite: { status: 404, discord: 10006, sentence: 'This invite is not valid, or no longer.' },
  unknown_member: { status: 404, discord: 10007, sentence: 'Nobody of this id is in this server.' },
  unknown_overwrite: { status: 404, discord: 10009, sentence: 'This channel has no such exception.' },
  unknown_role: { status: 404, discord: 10011, sentence: 'This role does not exist.' },
  unknown_user: { status: 404, discord: 10013, sentence: 'This account does not exist.' },
  unknown_ban: { status: 404, discord: 10026, sentence: 'This account is not banned here.' },
  unknown_emoji: { status: 400, discord: 10014, sentence: 'This server has no such emoji.' },
  unknown_tag: { status: 404, discord: 10087, sentence: 'This forum has no such tag.' },
  people_only: { status: 403, discord: 20001, sentence: 'Bots cannot do this.' },
  too_many_guilds: {
    status: 400,
    discord: 30001,
    sentence: 'You are in 100 servers, which is as many as can be. Leave one first.',
  },
  too_many_roles: {
    status: 400,
    discord: 30005,
    sentence: 'This server has 250 roles, which is as many as can be. Delete one first.',
  },
  too_many_channels: {
    status: 400,
    discord: 30013,
    sentence: 'This server has 500 channels, which is as many as can be. Delete one first.',
  },
  too_many_invites: {
    status: 400,
    discord: 30016,
    sentence: 'This server has 1000 invites, which is as many as can be. Delete one first.',
  },
  too_many_thread_members: {
    status: 400,
    discord: 30033,
    sentence: 'This thread has 1000 members, which is as many as a private one can have.',
  },
  too_many_pinned_posts: {
    status: 400,
    discord: 30047,
    sentence: 'This forum has a pinned post already. Unpin it first.',
  },
  banned: {
    status: 403,
    discord: 40007,
    sentence: 'This bot is banned from this server. Lift the ban first.',
  },
  tag_names_repeat: { status: 400, discord: 40061, sentence: 'Two tags of this forum have the same name.' },
  no_free_tag: {
    status: 400,
    discord: 40066,
    sentence: 'This forum asks for a tag, and has none that everybody can give.',
  },
  tag_needed: { status: 400, discord: 40067, sentence: 'Posts in this forum need a tag.' },
  missing_access: { status: 403, discord: 50001, sentence: 'You cannot see this channel.' },
  missing_permissions: { status: 403, discord: 50013, sentence: 'You lack the permission to do this here.' },
  unsupported_channel_type: {
    status: 400,
    discord: 50024,
    sentence:
      'There are text channels (0), categories (4), announcements (5) and forums (15); this does not exist here, or not for this type.',
  },
  fixed_role: {
    status: 400,
    discord: 50028,
    sentence: 'This role is everybody’s or a bot’s own: it cannot be given, moved or deleted.',
  },
  not_a_category: {
    status: 400,
    discord: 50035,
    sentence: 'Channels can only be put into a category of the same server.',
  },
  owner_must_stay: {
    status: 400,
    discord: 50055,
    sentence: 'You own this server. Give it to somebody else or delete it first.',
  },
  topic_too_long: {
    status: 400,
    discord: 50035,
    sentence: 'A topic may have at most 1024 characters, that of a forum 4096.',
  },
  thread_archived: {
    status: 400,
    discord: 50083,
    sentence: 'This thread is archived. Wake it first.',
  },
  thread_exists: { status: 400, discord: 160004, sentence: 'This message has a thread already.' },
  thread_locked: { status: 403, discord: 160005, sentence: 'This thread is locked.' },
  too_many_threads: {
    status: 400,
    discord: 160006,
    sentence: 'This server has 1000 active threads, which is as many as can be. Archive one first.',
  },
})
