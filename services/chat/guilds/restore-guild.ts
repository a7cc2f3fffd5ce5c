import { refuse, type Answer } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { guildChanged, guildsTopic, refusals, type listDeletedGuilds as call } from '../contract/index.ts'
import { requireRoom } from '../members/add-member.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { listAccountsIn, listDeletedOf, lockDeleted, markDeleted } from './deleted-guild-store.ts'
import { publish } from './publish.ts'
import { restorableMs } from './purge-guild.ts'

const atOnce = 1000

/** The guilds an account deleted that can still be restored. */
export async function listDeleted(chat: Chat, by: Actor): Promise<Answer<typeof call>> {
  const rows = (await listDeletedOf(chat.database, by.accountId)).filter((row) => isInTime(chat, row))
  const items = rows.map(({ id, name }) => ({ row: id, sealed: name }))
  const names = await chat.sealer.open(catalogue.tables.guilds, 'name', items)
  return rows.map(({ id, deletedAt }, at) => ({
    id,
    name: names[at] ?? '',
    deleted_at: deletedAt.toISOString(),
    gone_at: new Date(deletedAt.getTime() + restorableMs).toISOString(),
  }))
}

/** Restores a guild as it was, for everybody in it. Only who owned it may, within a day. */
export async function restoreGuild(chat: Chat, by: Actor, guildId: string): Promise<void> {
  await chat.guilds.inTurn(guildId, async () => {
    const entry = await chat.database.transaction(async (tx) => {
      const row = await lockDeleted(tx, guildId)
      if (row?.ownerAccount !== by.accountId || !isInTime(chat, row)) refuse(refusals.unknown_guild)
      await requireRoom(tx, by.accountId)
      await markDeleted(tx, guildId, null)
      return insertEntry(tx, { restored: guildId }, new Date(chat.clock.now()))
    })
    await announceRestored(chat, guildId)
    chat.told.add([entry])
  })
}

function isInTime(chat: Chat, { deletedAt }: { readonly deletedAt: Date }): boolean {
  return deletedAt.getTime() + restorableMs > chat.clock.now()
}

/** Nobody listens to a guild that was not there: each member is told by itself, as if it had joined. */
export async function announceRestored(chat: Chat, guildId: string): Promise<void> {
  const guild = await chat.guilds.reload(guildId)
  // Deleted again meanwhile, which is told by itself.
  if (!guild) return
  const { version, threadsVersion } = guild
  chat.bus.publish(guildsTopic, guildChanged, { guildId, version, threadsVersion, members: null })
  for (let after = '0'; ;) {
    const accounts = await listAccountsIn(chat.database, guildId, { after, limit: atOnce })
    publish(
      chat.bus,
      accounts.map((accountId) => ({
        t: 'GUILD_CREATE',
        d: { id: guildId },
        audience: { kind: 'account', accountId },
      })),
    )
    const last = accounts.at(-1)
    if (accounts.length < atOnce || last === undefined) return
    after = last
  }
}
