import { command, Nothing, query, z } from '@alles/platform/contract'
import { AddressInput, Contact, refusals as mailRefusals } from '@alles/mail/contract'
import { refusals } from './refusals.ts'
import { PasswordInput } from './shapes.ts'

export const startRecovery = command('accounts.startRecovery', {
  about:
    'Sends a link to set a new password, where there is a verified address. Whether there is, the answer does not say.',
  http: 'POST /recovery',
  caller: 'anyone',
  input: z.object({
    /** A username or an e-mail address. */
    login: z.string().max(320),
  }),
  output: z.void(),
  status: 202,
  limit: { count: 20, seconds: 300, by: 'address' },
})

export const finishRecovery = command('accounts.finishRecovery', {
  about:
    'Sets a new password with the token of such a link, once, within an hour. Every session ends; nobody is signed in.',
  http: 'POST /recovery/password',
  caller: 'anyone',
  input: z.object({ token: z.string().max(100), password: PasswordInput }),
  output: z.void(),
  refuses: [
    refusals.unknown_recovery_token,
    refusals.invalid_password,
    refusals.leaked_password,
    refusals.too_busy,
  ],
  limit: { count: 20, seconds: 300, by: 'address' },
  bodyLimit: 16_384,
})

export const recoverWithCode = command('accounts.recoverWithCode', {
  about:
    'Sets a new password with one of the recovery codes. Every session ends; a second factor is asked for at sign-in as ever.',
  http: 'POST /recovery/code',
  caller: 'anyone',
  input: z.object({
    login: z.string().max(320),
    recovery_code: z.string().max(64),
    password: PasswordInput,
  }),
  output: z.void(),
  refuses: [
    refusals.wrong_recovery_code,
    refusals.invalid_password,
    refusals.leaked_password,
    refusals.too_busy,
  ],
  limit: { count: 20, seconds: 300, by: 'address' },
  bodyLimit: 16_384,
})

const Contacts = z.object({
  /** Where mail goes. */
  contact: Contact.omit({ contact: true }).nullable(),
  /** The address that takes its place once it is verified. */
  pending: Contact.omit({ contact: true }).nullable(),
})

export const getMyContact = query('accounts.getMyContact', {
  about: 'The e-mail address of the signed-in person, if they left one.',
  http: 'GET /contact',
  caller: 'person',
  input: Nothing,
  output: Contacts,
})

export const setMyContact = command('accounts.setMyContact', {
  about: 'Names an e-mail address; it counts once it is verified, and the one before is told.',
  http: 'PUT /contact',
  caller: 'fresh-person',
  input: z.object({ address: AddressInput, language: z.enum(['en', 'de']).default('en') }),
  output: Contacts,
  refuses: [mailRefusals.invalid_address],
  limit: { count: 5, seconds: 3600, by: 'account' },
})

export const resendVerification = command('accounts.resendVerification', {
  about: 'Sends the link that proves the pending address once more.',
  http: 'POST /contact/resend',
  caller: 'person',
  input: Nothing,
  output: z.void(),
  refuses: [refusals.nothing_to_verify],
  limit: { count: 5, seconds: 3600, by: 'account' },
})

export const askForVerification = command('accounts.askForVerification', {
  about:
    'Sends the link that proves the pending address once more, where there is one and no verified one. Whether there is, the answer does not say.',
  http: 'POST /contact/ask',
  caller: 'anyone',
  input: z.object({ username: z.string().max(320) }),
  output: z.void(),
  status: 202,
  limit: { count: 20, seconds: 3600, by: 'address' },
})

export const verifyContact = command('accounts.verifyContact', {
  about: 'Takes the token of the link in the mail.',
  http: 'POST /contact/verify',
  caller: 'anyone',
  input: z.object({ token: z.string().max(100) }),
  output: z.void(),
  refuses: [mailRefusals.unknown_mail_token],
  limit: { count: 30, seconds: 300, by: 'address' },
})

export const removeMyContact = command('accounts.removeMyContact', {
  about: 'Forgets the e-mail address, and the pending one.',
  http: 'DELETE /contact',
  caller: 'fresh-person',
  input: Nothing,
  output: z.void(),
})
