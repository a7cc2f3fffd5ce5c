import type {
  APIBan,
  APIChannel,
  APIExtendedInvite,
  APIGuild,
  APIGuildMember,
  APIInvite,
  APIRole,
  APIUser,
  GatewayGuildCreateDispatchData,
  RESTAPIPartialCurrentUserGuild,
} from 'discord-api-types/v10'
import { PermissionFlagsBits } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { permissions, everyPermission } from './permissions.ts'
import type {
  Ban,
  Channel,
  CurrentUser,
  FullGuild,
  Guild,
  Invite,
  ManagedInvite,
  Member,
  MyGuild,
  Role,
  User,
} from './wire.ts'

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
    fits<Fitting<Channel, Written<APIChannel>> | null>(null)
    fits<Fitting<Guild, Written<APIGuild>> | null>(null)
    fits<Fitting<FullGuild, Written<GatewayGuildCreateDispatchData>> | null>(null)
    fits<Fitting<MyGuild, Written<RESTAPIPartialCurrentUserGuild>> | null>(null)
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

function snake(name: string): string {
  return name
    .replace('TTS', 'Tts')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()
}
