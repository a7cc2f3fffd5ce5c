import { messageRefusals } from '@alles/chat/contract'
import { author, channel, group, guild, privateThread, self, thread, type Need } from './need.ts'

const pinning = channel(['READ_MESSAGE_HISTORY', ['PIN_MESSAGES', 'MANAGE_MESSAGES']], {
  send: async (world) => ({ messageId: await world.newMessage() }),
})

/** Those of messages, and of what hangs from them. */
export const messageNeeds: Readonly<Record<string, Need | readonly Need[]>> = {
  // Messages
  sendMessage: [
    channel(['SEND_MESSAGES'], { send: { content: 'Hello' } }),
    channel(['SEND_MESSAGES', 'SEND_TTS_MESSAGES'], { send: { content: 'Hello', tts: true } }),
    channel(['SEND_MESSAGES', 'READ_MESSAGE_HISTORY'], {
      send: async (world) => ({
        content: 'Hello',
        message_reference: { message_id: world.ids.messageId },
      }),
    }),
    channel(['SEND_MESSAGES', 'SEND_POLLS'], {
      send: { poll: { question: { text: 'Sow what?' }, answers: [{ poll_media: { text: 'Beans' } }] } },
    }),
    thread(['SEND_MESSAGES_IN_THREADS'], { send: { content: 'Hello' } }),
    privateThread(['MANAGE_THREADS', 'SEND_MESSAGES_IN_THREADS'], { send: { content: 'Hello' } }),
    group({ send: { content: 'Hello' } }),
  ],
  listMessages: [channel(), thread(), privateThread(['MANAGE_THREADS']), group()],
  getMessage: channel(['READ_MESSAGE_HISTORY']),
  searchGuild: guild([], { send: { content: 'hello' } }),
  searchChannel: [
    channel(['READ_MESSAGE_HISTORY']),
    thread(['READ_MESSAGE_HISTORY']),
    privateThread(['MANAGE_THREADS', 'READ_MESSAGE_HISTORY']),
    group({ send: { content: 'hello' } }),
  ],
  editMessage: [
    author({ send: { content: 'Hello again' }, refusal: messageRefusals.not_your_message }),
    channel(['MANAGE_MESSAGES'], {
      send: { flags: 4 },
      author: true,
      refusal: messageRefusals.not_your_message,
    }),
  ],
  deleteMessage: channel(['MANAGE_MESSAGES'], {
    send: async (world) => ({ messageId: await world.newMessage() }),
    author: true,
  }),
  deleteMessages: channel(['MANAGE_MESSAGES'], {
    send: async (world) => ({ messages: [await world.newMessage(), await world.newMessage()] }),
  }),
  listEdits: channel(['READ_MESSAGE_HISTORY', 'MANAGE_MESSAGES']),
  startTyping: [channel(['SEND_MESSAGES']), thread(['SEND_MESSAGES_IN_THREADS']), group()],
  prepareAttachments: channel(['SEND_MESSAGES', 'ATTACH_FILES'], {
    send: { files: [{ filename: 'beds.gif', file_size: 40 }] },
  }),
  refreshUrls: self({ send: { attachment_urls: ['https://example.org/beds.gif'] } }),
  acknowledgeMessage: [channel(), group({ send: async (world) => ({ messageId: await world.said() }) })],
  acknowledgeMany: self({ send: { read_states: [] } }),
  putDraft: [channel([], { send: { content: 'Hel' } }), group({ send: { content: 'Hel' } })],
  deleteDraft: channel(),
  listDrafts: self(),

  // Reactions
  addReaction: [
    channel(['READ_MESSAGE_HISTORY', 'ADD_REACTIONS'], { send: (world) => world.unreacted() }),
    channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.reacted() }),
  ],
  removeMyReaction: channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.reacted() }),
  removeReaction: channel(['READ_MESSAGE_HISTORY', 'MANAGE_MESSAGES'], { send: (world) => world.reacted() }),
  clearReactions: channel(['READ_MESSAGE_HISTORY', 'MANAGE_MESSAGES'], { send: (world) => world.reacted() }),
  clearEmoji: channel(['READ_MESSAGE_HISTORY', 'MANAGE_MESSAGES'], { send: (world) => world.reacted() }),
  listReactors: channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.reacted() }),

  // Pins
  pinMessage: [pinning, group({ send: async (world) => ({ messageId: await world.said() }) })],
  pinMessageOld: pinning,
  unpinMessage: pinning,
  unpinMessageOld: pinning,
  listPins: [channel(), thread(), privateThread(['MANAGE_THREADS']), group()],
  listPinsOld: [channel(), thread(), privateThread(['MANAGE_THREADS']), group()],

  // Polls
  vote: channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.poll() }),
  takeBackVote: channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.poll() }),
  setVotes: channel(['READ_MESSAGE_HISTORY'], {
    send: async (world) => ({ ...(await world.poll()), answer_ids: [1] }),
  }),
  listVoters: channel(['READ_MESSAGE_HISTORY'], { send: (world) => world.poll() }),
  endPoll: author({ send: (world) => world.poll(), refusal: messageRefusals.not_your_message }),
}
