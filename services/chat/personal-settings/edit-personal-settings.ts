import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { refusals, type PersonalChanges, type PersonalSettings } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { defined } from '../notification-settings/defined.ts'
import { announceReach } from '../relationships/announce-reach.ts'
import { changePersonal } from './change-personal.ts'
import { findPersonal, updatePersonal } from './personal-store.ts'

const table = catalogue.tables.personal_settings

const untouched: PersonalSettings = {
  status: 'online',
  custom_status: null,
  guild_folders: [],
  guild_positions: [],
  default_guilds_restricted: false,
  restricted_guilds: [],
  allowed_guilds: [],
  friend_source_flags: { all: true, mutual_friends: true, mutual_guilds: true },
  locale: 'en-US',
  theme: 'system',
  message_display_compact: false,
  developer_mode: false,
  animate_emoji: true,
  inline_attachment_media: true,
  inline_embed_media: true,
  render_embeds: true,
  render_reactions: true,
  show_current_game: true,
  timezone_offset: 0,
}

/** What an account chose; as everything begins where it chose nothing. */
export async function readPersonalSettings(chat: Pick<Chat, 'database' | 'sealer'>, accountId: string) {
  const row = await findPersonal(chat.database, accountId)
  return openSettings(chat, accountId, row?.settings ?? null)
}

export async function getPersonalSettings(chat: Chat, by: Actor): Promise<PersonalSettings> {
  if (by.bot) refuse(refusals.people_only)
  return readPersonalSettings(chat, by.accountId)
}

/** Changes what is given, on all of the account's devices. */
export async function editPersonalSettings(
  chat: Chat,
  by: Actor,
  changes: PersonalChanges,
): Promise<PersonalSettings> {
  const { accountId } = by
  return changePersonal(chat, by, {
    what: 'settings',
    of: accountId,
    async apply(tx, row) {
      const value = changed(await openSettings(chat, accountId, row.settings), changes)
      const [bytes] = await chat.sealer.seal(table, 'settings', [{ row: accountId, key: row.keyId, value }])
      if (!bytes) throw new Error('settings were not sealed')
      await updatePersonal(tx, accountId, { settings: Buffer.from(bytes) })
      return value
    },
    tell(settings) {
      announceReach(chat, [accountId])
      const audience = { kind: 'account', accountId } as const
      publish(chat.bus, [{ t: 'USER_SETTINGS_UPDATE', d: settings, audience }])
    },
  })
}

async function openSettings(
  { sealer }: Pick<Chat, 'sealer'>,
  accountId: string,
  sealed: Buffer | null,
): Promise<PersonalSettings> {
  if (!sealed) return untouched
  const [opened] = await sealer.open<Partial<PersonalSettings>, typeof table>(table, 'settings', [
    { row: accountId, sealed },
  ])
  // What was stored before a setting existed has not got it.
  return { ...untouched, ...opened }
}

const noStatus = { text: null, emoji_id: null, emoji_name: null, expires_at: null }

function changed(before: PersonalSettings, changes: PersonalChanges): PersonalSettings {
  const { custom_status: status, friend_source_flags: sources, ...rest } = changes
  return {
    ...before,
    ...defined(rest),
    ...(status !== undefined && { custom_status: status && { ...noStatus, ...defined(status) } }),
    ...(sources && { friend_source_flags: { ...before.friend_source_flags, ...defined(sources) } }),
  }
}
