import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import { draftMessage } from './draft-message.ts'
import { refresh, type TextChannelAccess } from './text-channel.ts'
import type { Writing } from './writing.ts'

export interface ToWrite<Access extends TextChannelAccess> {
  /** The id the message must have, where it must. */
  readonly id?: string
  /** What is to be written, as the channel and its writer are now. */
  writing(access: Access): Promise<Writing>
  /** The guild has changed: the same channel and writer as they are now; null where one of them is gone. */
  judgeAgain(): Promise<Access | null>
}

/** `repeated`: an earlier send with the same nonce wrote message `id`. `gone`: there is nothing to write in any more. */
export type Written =
  | { readonly kind: 'written'; readonly message: Message }
  | { readonly kind: 'repeated'; readonly id: string }
  | { readonly kind: 'gone' }

const mostAttempts = 8

/** Writes a message and tells of it; what was judged is judged again until it is true at the moment of the commit. */
export async function writeMessage<Access extends TextChannelAccess>(
  chat: Chat,
  first: Access,
  toWrite: ToWrite<Access>,
): Promise<Written> {
  let access = first
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { draft, rendered } = await draftMessage(chat, access, await toWrite.writing(access))
    const outcome = await chat.writer.send(toWrite.id === undefined ? draft : { ...draft, id: toWrite.id })
    if (outcome.kind === 'written') return { kind: 'written', message: rendered() }
    if (outcome.kind === 'repeated') return outcome
    await waitForChange(chat, access)
    const now = await toWrite.judgeAgain()
    if (!now) return { kind: 'gone' }
    access = now
  }
  throw new DatabaseUnavailable()
}

/**
 * The guild, or the author's membership, changed between judging and writing. A change made here is let finish, so that it is told of before the
 * message is; one made elsewhere is read.
 */
async function waitForChange(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  await chat.guilds.inTurn(guild.id, async () => {
    const known = chat.guilds.peek(guild.id)
    if (known?.version === guild.version) await refresh(chat, known, member)
  })
}
