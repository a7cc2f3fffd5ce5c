import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Refusal } from '@alles/platform/contract'
import { Unreachable } from '../api/transport.ts'

/** Refusals people meet, by code, in the words of the catalogue. For any other the server's sentence stands. */
const sentences: Readonly<Record<string, MessageDescriptor>> = {
  too_young: msg`You cannot open an account here at the moment.`,
  registration_closed: msg`New accounts cannot be opened here at the moment.`,
  bad_captcha: msg`The check that you are not a robot has expired. It runs again now; try again in a moment.`,
  invalid_username: msg`A username has 2 to 32 of the letters a to z, digits, full stops and underscores.`,
  reserved_username: msg`This username is reserved. Choose another one.`,
  username_taken: msg`This username, or one that looks like it, is taken. Choose another one.`,
  invalid_password: msg`A password has 8 to 256 characters and is not the username.`,
  wrong_credentials: msg`The username or the password is wrong.`,
  wrong_password: msg`The password is wrong.`,
  account_suspended: msg`This account is suspended. Ask whoever runs this server.`,
  too_busy: msg`Too many people are signing in right now. Try again in a moment.`,
  unknown_invite: msg`This invite is not valid, or no longer. Ask for a new one.`,
  too_many_guilds: msg`You are in 100 servers, which is as many as can be. Leave one first.`,
  missing_permissions: msg`You lack the permission to do this here.`,
  missing_access: msg`You cannot see this channel.`,
  unknown_channel: msg`This channel does not exist any more.`,
  unknown_message: msg`This message was deleted meanwhile.`,
  unknown_reference: msg`The message this replies to was deleted meanwhile.`,
  empty_message: msg`A message needs some text.`,
  owner_must_stay: msg`You own this server. Give it to somebody else or delete it first.`,
  erasure_already_requested: msg`You have asked for this already. Take that request back to make another one.`,
  request_not_ready: msg`There is nothing to download yet.`,
  http_429: msg`That was a lot at once. Wait a moment and try again.`,
  rate_limited: msg`That was a lot at once. Wait a moment and try again.`,
  unavailable: msg`The database cannot be reached right now. Nothing was saved; try again in a moment.`,
  internal: msg`Something went wrong on the server. Nothing was changed that we know of.`,
  unsure: msg`Whether this arrived cannot be known any more. Look for it above before you send it again.`,
}

const unreachable = msg`The server cannot be reached right now. Nothing was lost; try again in a moment.`
const unexpected = msg`That did not work. Nothing was lost; try again in a moment.`

/** What to tell a person about something that did not work. */
export function faultSentence(i18n: I18n, error: unknown): string {
  if (error instanceof Unreachable) return i18n._(unreachable)
  if (error instanceof Refusal) return refusalSentence(i18n, error.kind.code, error.message)
  return i18n._(unexpected)
}

/** A refusal by its code, or the server's own sentence. */
export function refusalSentence(i18n: I18n, code: string, sentence: string): string {
  const known = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  if (known) return i18n._(known)
  return sentence === '' ? i18n._(unexpected) : sentence
}
