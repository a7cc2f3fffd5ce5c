/** The fields of a message that decide who reads its content. */
export interface WireMessage {
  /** Absent in direct messages. */
  readonly guild_id?: string | undefined
  readonly author?: { readonly id: string }
  /** The application that sent it by a webhook or as an answer. */
  readonly application_id?: string | undefined
  readonly mentions?: readonly { readonly id: string }[]
  readonly referenced_message?: WireMessage | null
}

/**
 * Whether a bot without the intent MESSAGE_CONTENT still reads a message: its own ones, those that mention it, and
 * those in direct messages with it.
 * https://docs.discord.com/developers/events/gateway#message-content-intent
 */
export function mayReadContent(message: WireMessage, accountId: string): boolean {
  return (
    message.author?.id === accountId ||
    message.application_id === accountId ||
    (message.mentions ?? []).some((user) => user.id === accountId)
  )
}

const emptied: Readonly<Record<string, unknown>> = {
  content: '',
  embeds: [],
  attachments: [],
  components: [],
}

/** A message with nothing in it of what its author said. */
export function withoutContent(message: WireMessage): WireMessage {
  const fields = Object.entries(message).flatMap(([name, value]) => {
    if (name === 'poll' || name === 'message_snapshots') return []
    return [[name, name in emptied ? emptied[name] : value]]
  })
  return Object.fromEntries(fields) as WireMessage
}
