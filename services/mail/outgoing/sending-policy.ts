import type { MailContent, MailPurpose } from '../contract/index.ts'

export type Template = MailContent['template']

/** Why each mail is sent. No template is without a purpose, and none has two. */
export const purposes: Readonly<Record<Template, MailPurpose>> = {
  verify_address: 'account',
  reset_password: 'security',
  new_sign_in: 'security',
  password_changed: 'security',
  second_factor_changed: 'security',
  address_changed: 'security',
  account_secured: 'security',
  registration_approved: 'account',
  registration_refused: 'account',
  export_requested: 'security',
  erasure_requested: 'security',
}

/** For how many hours the links in mail work. */
export const linkHours = { verify_address: 24, reset_password: 1 } as const

interface Receiver {
  readonly verified_at: Date | null
  readonly undeliverable_since: Date | null
}

/** Only the verification itself goes to an address that is not verified, or at which mail was refused for good. */
export function mayReceive(contact: Receiver, template: Template): boolean {
  if (template === 'verify_address') return true
  return contact.verified_at !== null && contact.undeliverable_since === null
}

const minute = 60_000
const hour = 60 * minute

/** Waits after each try, in milliseconds; the last again and again. */
const waits = [1, 5, 15, 60, 120, 240].map((minutes) => minutes * minute)
const lastWait = 6 * hour
const patience = 48 * hour

/** When a mail is no use any more: two days after it was asked for, or when the link in it has stopped working. */
export function givenUpAt(template: Template, createdAt: Date): Date {
  const hours: Readonly<Partial<Record<Template, number>>> = linkHours
  const own = hours[template]
  return new Date(createdAt.getTime() + Math.min(patience, (own ?? Infinity) * hour))
}

/** When to try again after `attempts` tries (at least 1), in milliseconds since 1970; null where it is given up. */
export function retryAt(
  mail: { readonly template: Template; readonly createdAt: Date; readonly attempts: number },
  now: number,
): number | null {
  const next = now + (waits[mail.attempts - 1] ?? lastWait)
  return next < givenUpAt(mail.template, mail.createdAt).getTime() ? next : null
}
