import { defineRefusals } from '@alles/platform/contract'

/** Numbers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const conversationRefusals = defineRefusals({
  /** The same whether they are strangers, one of them does not want it, or one blocked the other. */
  cannot_write_to: { status: 403, discord: 50007, sentence: 'You cannot send messages to this account.' },
  direct_channel: {
    status: 403,
    discord: 50003,
    sentence: 'This cannot be done in a direct or group conversation.',
  },
  invalid_recipient: {
    status: 400,
    discord: 50033,
    sentence: 'A conversation needs one other account, a group at most nine others, each of them once.',
  },
  too_many_recipients: {
    status: 400,
    discord: 30004,
    sentence: 'This group has ten people, which is as many as can be.',
  },
})
