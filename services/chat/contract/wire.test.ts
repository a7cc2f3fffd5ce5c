import type {
  APIAuditLog,
  APIAuditLogEntry,
  APIBan,
  APIChannel,
  APIDMChannel,
  APIGroupDMChannel,
  APIExtendedInvite,
  APIGuild,
  APIGuildMember,
  APIInvite,
  APIMessage,
  APIMessageSearchResult,
  APIRole,
  APIUser,
  GatewayGuildCreateDispatchData,
  GatewayPresenceUpdate,
  RESTAPIPartialCurrentUserGuild,
} from 'discord-api-types/v10'
import { AuditLogEvent, PermissionFlagsBits } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { auditActions, type AuditLog } from './audit-log.ts'
import type { Message } from './message-shapes.ts'
import type { DirectChannel, GroupChannel } from './conversations.ts'
import { permissions, everyPermission } from './permissions.ts'
import type { SearchResult } from './search.ts'
import type { Ban, CurrentUser, Guild, Invite, ManagedInvite, Member, MyGuild, Role, User } from './wire.ts'
import type { Channel } from './channel-shapes.ts'
import type { FullGuild } from './full-guild.ts'
import type { Presence } from './presence-shapes.ts'

/** Words of a string enumeration are written out on the wire; only the compiler tells them apart. */
type Written<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Written<Item>[]
    : T extends object
      ? { [Key in keyof T]: Written<T[Key]> }
      : T

/** Does not compile unless what we say fits what libraries expect. */
type Fitting<Ours extends Theirs, Theirs> = Ours

describe('the wire', () => {
  test('has the shapes of discord-api-types', () => {
    const fits = <T>(shape: T) => shape
    fits<Fitting<User, Written<APIUser>> | null>(null)
    fits<Fitting<CurrentUser, Written<APIUser>> | null>(null)
    fits<Fitting<Role, Written<APIRole>> | null>(null)
    fits<Fitting<Member, Written<APIGuildMember>> | null>(null)
    fits<Fitting<Ban, Written<APIBan>> | null>(null)
    // What a change is of is any setting of anything: their type lists each by name.
    type Entry = Omit<APIAuditLogEntry, 'changes'>
    type Log = Omit<APIAuditLog, 'audit_log_entries'> & { audit_log_entries: Entry[] }
    fits<Fitting<AuditLog, Written<Log>> | null>(null)
    fits<Fitting<Channel, Written<APIChannel>> | null>(null)
    fits<Fitting<DirectChannel, Written<APIDMChannel>> | null>(null)
    fits<Fitting<GroupChannel, Written<APIGroupDMChannel>> | null>(null)
    fits<Fitting<Guild, Written<APIGuild>> | null>(null)
    fits<Fitting<Presence, Written<GatewayPresenceUpdate>> | null>(null)
    fits<Fitting<FullGuild, Written<GatewayGuildCreateDispatchData>> | null>(null)
    fits<Fitting<MyGuild, Written<RESTAPIPartialCurrentUserGuild>> | null>(null)
    fits<Fitting<Message, Written<APIMessage>> | null>(null)
    fits<Fitting<SearchResult, Written<APIMessageSearchResult>> | null>(null)
    fits<Fitting<Invite, Written<APIInvite>> | null>(null)
    fits<Fitting<ManagedInvite, Written<APIExtendedInvite>> | null>(null)
  })

  test('knows every permission of Discord, under its own name', () => {
    const theirs = Object.entries(PermissionFlagsBits)
      .filter(([name]) => name !== 'ManageEmojisAndStickers')
      .map(([name, bit]) => [name === 'UseVAD' ? 'USE_VAD' : snake(name), bit])
    expect(Object.fromEntries(theirs)).toEqual(permissions)
    expect(everyPermission.toString(2).replaceAll('0', '')).toHaveLength(Object.keys(permissions).length)
  })
})

describe('the audit log', () => {
  test('numbers what it writes down as Discord does', () => {
    const theirs = new Map(Object.entries(AuditLogEvent).map(([name, number]) => [snake(name), number]))
    for (const [name, number] of Object.entries(auditActions)) expect(theirs.get(name), name).toBe(number)
  })
})

function snake(name: string): string {
  return name
    .replace('TTS', 'Tts')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()
}
