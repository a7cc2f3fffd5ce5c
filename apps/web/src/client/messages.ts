import { withEditedMessage, withoutMessage } from '../state/apply-message-event.ts'
import type { Message } from '../state/entities.ts'
import { change, type Client } from './client.ts'

/** Clients say again after this time that somebody is still writing. */
const typingAgainMs = 8_000

/** Changes the text of one of our messages. The answer counts before the event does. */
export async function editMessage(client: Client, message: Message, content: string): Promise<void> {
  const edited = await client.api.chat.editMessage({
    channelId: message.channelId,
    messageId: message.id,
    content,
  })
  change(client, (state) => withEditedMessage(state, edited))
}

export async function deleteMessage(client: Client, message: Message): Promise<void> {
  const { channelId, id: messageId } = message
  await client.api.chat.deleteMessage({ channelId, messageId })
  change(client, (state) => withoutMessage(state, channelId, [messageId]))
}

/** Makes a function that tells the others that we are writing, as often as is needed and no more. */
export function typingTeller(client: Client, channelId: string): { tell(): void; stop(): void } {
  let said = Number.NEGATIVE_INFINITY
  return {
    tell() {
      if (client.now() - said < typingAgainMs || client.store.getState().connection !== 'online') return
      said = client.now()
      // Nobody misses it when it does not arrive.
      client.api.chat.startTyping({ channelId }).catch(() => undefined)
    },
    stop() {
      said = Number.NEGATIVE_INFINITY
    },
  }
}
