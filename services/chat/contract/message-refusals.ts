import { defineRefusals } from '@alles/platform/contract'

export const messageRefusals = defineRefusals({
  unknown_message: { status: 404, discord: 10008, sentence: 'This message does not exist.' },
  not_your_message: { status: 403, discord: 50005, sentence: 'Only its author can edit a message.' },
  empty_message: {
    status: 400,
    discord: 50006,
    sentence: 'A message needs some text, a file, an embed, a sticker or a poll.',
  },
  not_a_text_channel: { status: 400, discord: 50008, sentence: 'Nothing can be written in this channel.' },
  unknown_reference: {
    status: 400,
    discord: 50035,
    sentence: 'The message this replies to does not exist in this channel.',
  },
  bad_forward: {
    status: 400,
    discord: 160_014,
    sentence: 'Only a message that you can read can be forwarded, and nothing can be added to it.',
  },
  bots_only: { status: 403, discord: 20002, sentence: 'Only bots can give a message embeds.' },
  not_editable: {
    status: 403,
    discord: 50021,
    sentence: 'This message was written by the system or is a forward.',
  },
  unknown_sticker: { status: 400, discord: 50081, sentence: 'One of these stickers cannot be used here.' },
  too_many_attachments: { status: 400, discord: 30015, sentence: 'A message can have at most 10 files.' },
  slow_mode: {
    status: 429,
    discord: 20016,
    sentence: 'This channel is in slow mode. Wait a moment before writing again.',
  },
})
