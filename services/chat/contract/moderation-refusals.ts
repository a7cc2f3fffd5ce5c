import { defineRefusals } from '@alles/platform/contract'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const moderationRefusals = defineRefusals({
  unknown_emoji: { status: 404, discord: 10014, sentence: 'This server has no such emoji.' },
  unknown_template: { status: 404, discord: 10057, sentence: 'This template does not exist, or no longer.' },
  unknown_sticker: { status: 404, discord: 10060, sentence: 'This server has no such sticker.' },
  no_screening: { status: 404, discord: 10068, sentence: 'This server asks nothing of new members.' },
  too_many_emojis: {
    status: 400,
    discord: 30008,
    sentence: 'This server has 200 emojis that stand still, which is as many as can be. Delete one first.',
  },
  too_many_animated_emojis: {
    status: 400,
    discord: 30018,
    sentence: 'This server has 200 emojis that move, which is as many as can be. Delete one first.',
  },
  too_many_stickers: {
    status: 400,
    discord: 30039,
    sentence: 'This server has 60 stickers, which is as many as can be. Delete one first.',
  },
  template_exists: {
    status: 400,
    discord: 30031,
    sentence: 'This server has a template already. Change or delete that one.',
  },
  code_taken: {
    status: 400,
    discord: 50020,
    sentence: 'This word leads to another server already, or cannot be in a link.',
  },
  unsupported_setting: {
    status: 400,
    discord: 50035,
    sentence: 'There is no such setting here.',
  },
  owner_never_waits: {
    status: 400,
    discord: 50131,
    sentence: 'The owner of a server has agreed to its rules by making them.',
  },
  rules_changed: {
    status: 400,
    discord: 50035,
    sentence: 'The rules have changed since you read them, or you have not agreed to them. Read them again.',
  },
  none_banned: { status: 400, discord: 500_000, sentence: 'None of these accounts could be banned.' },
})
