import { z } from '@alles/platform/contract'

/**
 * What stands for an e-mail address everywhere outside this service: 128 random bits in base64url. It says nothing about
 * the address and is used by one person alone.
 */
export const ContactHandle = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not a contact')
export type ContactHandle = z.infer<typeof ContactHandle>

/** Languages mail is written in. */
export const MailLanguage = z.enum(['en', 'de'])
export type MailLanguage = z.infer<typeof MailLanguage>

/**
 * Why mail is sent; the whole list. `security`, `account` and `policy` are part of the service; `newsletter` needs a
 * consent, and nothing sends it yet; `payments` belongs to a paid plan.
 */
export const MailPurpose = z.enum(['security', 'account', 'policy', 'payments', 'newsletter'])
export type MailPurpose = z.infer<typeof MailPurpose>

/** An address as its owner sees it. */
export const Contact = z.object({
  contact: ContactHandle,
  address: z.string(),
  language: MailLanguage,
  verified: z.boolean(),
  /** Mail to it was refused for good, and nothing more is sent until it is verified again. */
  undeliverable: z.boolean(),
})
export type Contact = z.infer<typeof Contact>

/**
 * What a mail says. Each template has its purpose, and the values that stand in it; `device` is a browser and a system by
 * their families, `at` an ISO 8601 time, `link` an address of this instance with a token in its fragment.
 */
export const MailContent = z.discriminatedUnion('template', [
  z.object({ template: z.literal('verify_address'), link: z.string() }),
  z.object({ template: z.literal('reset_password'), link: z.string() }),
  z.object({ template: z.literal('new_sign_in'), device: z.string(), at: z.string() }),
  z.object({ template: z.literal('password_changed'), at: z.string() }),
  z.object({
    template: z.literal('second_factor_changed'),
    change: z.enum(['added', 'removed', 'codes']),
    at: z.string(),
  }),
  z.object({ template: z.literal('address_changed'), at: z.string() }),
  z.object({ template: z.literal('account_secured'), at: z.string() }),
  z.object({ template: z.literal('registration_approved') }),
  z.object({ template: z.literal('registration_refused') }),
  z.object({ template: z.literal('export_requested'), at: z.string() }),
  z.object({ template: z.literal('erasure_requested'), at: z.string() }),
])
export type MailContent = z.infer<typeof MailContent>
