import type { Chat } from '../chat.ts'
import { sweepRemoved } from './reaction-store.ts'

const atOnce = 2000

/** Deletes what is left of reactions that are gone, in steps that hold up nobody. */
export async function sweepReactions(chat: Chat): Promise<void> {
  while (await chat.database.transaction((tx) => sweepRemoved(tx, atOnce)));
}
