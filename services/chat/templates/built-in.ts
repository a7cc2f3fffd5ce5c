import { epoch } from '@alles/platform/ids'
import {
  bits,
  deletedUser,
  firstPermissions,
  type SerializedGuild,
  type Template,
} from '../contract/index.ts'
import { builtInWords, type BuiltInWords, type Language } from './built-in-words.ts'

export interface BuiltIn {
  readonly code: string
  readonly name: string
  readonly description: string
  readonly content: SerializedGuild
}

const moderating = bits(
  'KICK_MEMBERS',
  'BAN_MEMBERS',
  'MANAGE_MESSAGES',
  'MODERATE_MEMBERS',
  'MANAGE_NICKNAMES',
  'VIEW_AUDIT_LOG',
)
const quiet = bits('SEND_MESSAGES', 'SEND_MESSAGES_IN_THREADS', 'CREATE_PUBLIC_THREADS')

const blank = {
  topic: null,
  nsfw: false,
  parent_id: null,
  rate_limit_per_user: 0,
  permission_overwrites: [],
}

/** The templates that come with the program, by their codes: `friends-en`. */
const builtIns: ReadonlyMap<string, BuiltIn> = new Map(
  builtInWords.map((words): [string, BuiltIn] => {
    const code = `${words.kind}-${words.language}`
    return [code, { code, name: words.name, description: words.description, content: contentOf(words) }]
  }),
)

export function findBuiltIn(code: string): BuiltIn | undefined {
  return builtIns.get(code)
}

export function listBuiltIn(language: Language): Omit<BuiltIn, 'content'>[] {
  return [...builtIns.values()]
    .filter(({ code }) => code.endsWith(`-${language}`))
    .map(({ code, name, description }) => ({ code, name, description }))
}

/** Nobody made it: its author is an account that is none. */
export function showBuiltIn({ code, name, description, content }: BuiltIn): Template {
  const creator = { ...deletedUser('0'), username: 'Alles', discriminator: '0' as const, system: true }
  const since = new Date(epoch).toISOString()
  return {
    code,
    name,
    description,
    usage_count: 0,
    creator_id: creator.id,
    creator,
    created_at: since,
    updated_at: since,
    source_guild_id: '0',
    serialized_source_guild: content,
    is_dirty: null,
  }
}

function contentOf(words: BuiltInWords): SerializedGuild {
  const role = { hoist: true, mentionable: false, icon: null, unicode_emoji: null }
  const moderators = {
    ...role,
    name: words.moderators,
    permissions: moderating.toString(),
    color: 0x2f_85_5a,
  }
  const roles = words.moderators === null ? [] : [{ ...moderators, name: words.moderators, id: 1 }]
  const everyone = { ...role, id: 0, name: '@everyone', color: 0, hoist: false }
  const categories = words.channels.map(({ category }, id) => ({
    ...blank,
    id,
    type: 4,
    name: category,
    position: id,
  }))
  const texts = words.channels.flatMap(({ names }, parent) =>
    names.map((channel) => ({ ...channel, parent })),
  )
  return {
    name: words.name,
    description: null,
    region: 'automatic',
    verification_level: 0,
    default_message_notifications: words.moderators === null ? 0 : 1,
    explicit_content_filter: 0,
    preferred_locale: words.language === 'de' ? 'de' : 'en-US',
    afk_timeout: 300,
    afk_channel_id: null,
    system_channel_id: categories.length + texts.findIndex((one) => one.welcomes === true),
    system_channel_flags: 0,
    icon_hash: null,
    roles: [{ ...everyone, permissions: firstPermissions.toString() }, ...roles],
    channels: [
      ...categories,
      ...texts.map(({ name, parent, readOnly }, index) => ({
        ...blank,
        id: categories.length + index,
        type: 0,
        name,
        position: index,
        parent_id: parent,
        permission_overwrites: readOnly
          ? [{ id: 0, type: 0 as const, allow: '0', deny: quiet.toString() }]
          : [],
      })),
    ],
  }
}
