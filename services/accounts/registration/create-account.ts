import type { MailLanguage } from '@alles/mail/contract'
import { refuse, type Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { keepContact, newContact } from '../contacts/new-contact.ts'
import { refusals, type Account, type RegistrationMode } from '../contract/index.ts'
import { checkInvitation } from '../invitations/check-invitation.ts'
import { useInvitation } from '../invitations/use-invitation.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { createPerson } from '../people/create-person.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { startSession } from '../sessions/start-session.ts'
import { checkCredentials, isOldEnough } from './registration-policy.ts'
import { useChallenge } from './use-challenge.ts'

export interface Registration {
  readonly username: string
  readonly password: Secret
  readonly displayName: string | null
  /** An e-mail address, which counts once it is verified. */
  readonly email: Secret | null
  /** Of mail to it. */
  readonly language: MailLanguage
  /** Judged here and kept nowhere. */
  readonly age: number
  /** The answer to a challenge. */
  readonly altcha: string
  /** The code of an invitation to this instance. */
  readonly invitation: string | null
  /** For whoever decides, where registration is by approval. */
  readonly reason: string | null
  /** Whether this browser was refused for age within the last day. */
  readonly refusedForAge: boolean
  readonly userAgent: string | undefined
}

export interface Registered {
  readonly account: Account
  /** Null where somebody has to decide first: nobody is signed in. */
  readonly token: Secret | null
}

/**
 * Opens an account and signs in, if the mode lets them. The age is judged before anything else is looked at; the challenge
 * counts once, whatever becomes of the rest.
 */
export async function createAccount(accounts: Accounts, given: Registration): Promise<Registered> {
  if (given.refusedForAge || !isOldEnough(given.age)) refuse(refusals.too_young)
  const { mode } = await accounts.rules.get()
  await requireWayIn(accounts, mode, given.invitation)
  const username = checkCredentials(given.username, given.password)
  await checkPassword(accounts, given.password)
  if (!(await useChallenge(accounts, 'registration', given.altcha))) refuse(refusals.bad_captcha)
  const contact =
    given.email && (await newContact(accounts, { address: given.email, language: given.language }))
  const waits = mode === 'approval'
  let token: Secret | null = null
  const { account } = await createPerson(
    accounts,
    {
      username,
      password: given.password,
      displayName: given.displayName?.trim() || null,
      pendingContact: contact,
      ...(waits && { waiting: { reason: given.reason?.trim() || null } }),
    },
    async (tx, created) => {
      if (mode === 'invite') await useInvitation(accounts, tx, given.invitation ?? '')
      if (contact !== null) await keepContact(accounts, tx, contact)
      if (waits) return
      token = await startSession(accounts, tx, {
        personId: created.personId,
        personKey: created.personKey,
        accountId: created.account.id,
        userAgent: given.userAgent,
        isFirst: true,
      })
    },
  )
  return { token, account: await openOwnAccount(accounts, account) }
}

/** An invitation is looked at before there is any work, and used together with the account. */
async function requireWayIn(
  accounts: Accounts,
  mode: RegistrationMode,
  invitation: string | null,
): Promise<void> {
  if (mode === 'closed') refuse(refusals.registration_closed)
  if (mode === 'invite' && !(await checkInvitation(accounts, invitation ?? '')))
    refuse(refusals.invitation_required)
}
