import type { Chat } from '../chat.ts'
import { sweepRemoved } from './choice-store.ts'

const atOnce = 2000

/** Deletes who chose reactions and answers that are gone, in steps that hold up nobody. */
export async function sweepChoices(chat: Chat): Promise<void> {
  while (await chat.database.transaction((tx) => sweepRemoved(tx, atOnce)));
}
