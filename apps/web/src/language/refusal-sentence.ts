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
  wrong_credentials: msg`The name or the password is wrong.`,
  wrong_password: msg`The password is wrong.`,
  account_suspended: msg`This account is suspended. Ask whoever runs this server.`,
  too_busy: msg`Too many people are signing in right now. Try again in a moment.`,
  leaked_password: msg`This password is among the most leaked ones, which are tried first. Choose another one.`,
  invitation_required: msg`Accounts are opened by invitation here, and this invitation cannot be used, or no longer.`,
  awaiting_approval: msg`An administrator has not decided yet whether you get an account here. You are told by mail if you left an address; otherwise try again now and then.`,
  wrong_code: msg`This code is wrong or was used before. Wait for the next one, or use a recovery code.`,
  code_required: msg`The code of your second factor is needed too.`,
  proof_of_work_required: msg`Many wrong passwords were tried for this name, and the check did not work. Reload the page and try again, or use a passkey.`,
  passkey_not_accepted: msg`This passkey was not accepted. Try again, or use another way to sign in.`,
  unknown_recovery_token: msg`This link has expired or was used before. Ask for a new one.`,
  unknown_mail_token: msg`This link has expired or was used before. Ask for a new one.`,
  wrong_recovery_code: msg`The username or the recovery code is wrong.`,
  invalid_address: msg`This is not an e-mail address that mail can be sent to.`,
  leaving: msg`You asked to be erased, and that has begun: no other account can be opened.`,
  banned: msg`This bot is banned from this server. Lift the ban first.`,
  too_many_accounts: msg`You have as many accounts as one person may have here.`,
  unknown_account: msg`This account is not yours, or no longer.`,
  not_a_picture: msg`This file is not a picture we can read. Choose a PNG, JPEG, WebP, GIF or AVIF.`,
  broken_picture: msg`This picture is damaged or incomplete. Nothing was kept; try another file.`,
  too_many_pixels: msg`A picture may have at most 25 megapixels.`,
  picture_took_too_long: msg`This picture takes too long to read. Nothing was kept; try another file.`,
  pictures_busy: msg`Many pictures are being read right now. Try again in a moment.`,
  username_changed_lately: msg`A username can be changed once in 30 days. Try again when they are over.`,
  last_way_in: msg`This is the only way into your account. Add another one first.`,
  nothing_to_verify: msg`There is no address that waits to be verified.`,
  set_by_operator: msg`The operator of this server has set this for good; it cannot be changed here.`,
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
