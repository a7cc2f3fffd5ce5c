import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { hashOfVanity, vanityInvite } from '../guilds/vanity.ts'
import { countVanityUse, countVanityUses, findByVanity } from '../guilds/vanity-store.ts'
import { findInvite, takeUse, type InviteRow } from './invite-store.ts'

/** An invite that can be used now: one that was made, or a guild's own link. */
export async function findAnyInvite(
  chat: Chat,
  on: Connection<Schema>,
  code: string,
): Promise<InviteRow | null> {
  const made = await findInvite(on, code, new Date(chat.clock.now()))
  // Asked either way: what is not there costs the same, whatever it is not.
  const found = await findByVanity(on, await hashOfVanity(chat, code))
  const guild = !made && found ? await chat.guilds.get(found.id) : null
  return made ?? (guild && found && vanityInvite(guild, found.uses))
}

/** Counts one more use and answers the invite; null where it ended, was used up or taken away. */
export async function takeAnyUse(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, code }: { readonly guild: GuildState; readonly code: string },
): Promise<InviteRow | null> {
  const made = await takeUse(tx, code, new Date(chat.clock.now()))
  if (made || guild.settings.vanityCode !== code.toLowerCase()) return made
  await countVanityUse(tx, guild.id)
  return vanityInvite(guild, await countVanityUses(tx, guild.id))
}
