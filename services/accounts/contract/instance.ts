import { command, Instant, Nothing, query, Snowflake, text, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

/**
 * Who may open an account. `approval`: anybody asks and an administrator decides. `invite`: whoever has an invitation to
 * this instance.
 */
export const RegistrationMode = z.enum(['open', 'approval', 'invite', 'closed'])
export type RegistrationMode = z.infer<typeof RegistrationMode>

export const RegistrationRules = z.object({
  mode: RegistrationMode,
  /** The operator's setting decides, and administrators cannot change it here. */
  fixed: z.boolean(),
  /** How many secondary accounts a person may have. */
  secondary_accounts: z.int(),
})
export type RegistrationRules = z.infer<typeof RegistrationRules>

export const getRegistrationRules = query('accounts.getRegistrationRules', {
  about: 'Who may open an account here.',
  http: 'GET /registration',
  caller: 'anyone',
  input: Nothing,
  output: RegistrationRules,
  limit: { count: 300, seconds: 60, by: 'address' },
})

export const editRegistrationRules = command('accounts.editRegistrationRules', {
  about: 'Says who may open an account from now on, and how many secondary ones a person may have.',
  http: 'PATCH /registration',
  caller: 'administrator',
  input: z.object({
    mode: RegistrationMode.optional(),
    secondary_accounts: z.int().min(0).max(100).optional(),
  }),
  output: RegistrationRules,
  refuses: [refusals.set_by_operator],
})

/** Somebody who asked for an account and waits for an answer. */
export const Applicant = z.object({
  id: Snowflake,
  username: z.string(),
  display_name: z.string().nullable(),
  /** What they wrote about themselves for whoever decides. */
  reason: z.string().nullable(),
  asked_at: Instant,
})
export type Applicant = z.infer<typeof Applicant>

export const listApplicants = query('accounts.listApplicants', {
  about: 'Who waits for approval, longest first. At most 200.',
  http: 'GET /registration/applicants',
  caller: 'administrator',
  input: Nothing,
  output: z.object({ applicants: z.array(Applicant) }),
})

export const approveApplicant = command('accounts.approveApplicant', {
  about:
    'Lets somebody in who asked: they can sign in from now on, and are told by mail where they left an address and verified it.',
  http: 'POST /registration/applicants/:id/approve',
  caller: 'administrator',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_applicant],
})

export const refuseApplicant = command('accounts.refuseApplicant', {
  about: 'Does not let somebody in who asked; all that was kept of them is deleted.',
  http: 'POST /registration/applicants/:id/refuse',
  caller: 'administrator',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_applicant],
})

/** An invitation to this instance. */
export const Invitation = z.object({
  id: Snowflake,
  /** Shown in its list to administrators alone. */
  code: z.string(),
  note: z.string().nullable(),
  uses_left: z.int(),
  expires_at: Instant,
})
export type Invitation = z.infer<typeof Invitation>

export const createInvitation = command('accounts.createInvitation', {
  about: 'An invitation to open an account here: good for so many people and so long.',
  http: 'POST /registration/invitations',
  caller: 'administrator',
  input: z.object({
    uses: z.int().min(1).max(1000).default(1),
    days: z.int().min(1).max(365).default(7),
    note: text(100).nullish(),
  }),
  output: z.object({ invitation: Invitation }),
  status: 201,
})

export const listInvitations = query('accounts.listInvitations', {
  about: 'Invitations that can still be used, newest first. At most 200.',
  http: 'GET /registration/invitations',
  caller: 'administrator',
  input: Nothing,
  output: z.object({ invitations: z.array(Invitation) }),
})

export const deleteInvitation = command('accounts.deleteInvitation', {
  about: 'Takes an invitation back.',
  http: 'DELETE /registration/invitations/:id',
  caller: 'administrator',
  input: z.object({ id: Snowflake }),
  output: z.void(),
  refuses: [refusals.unknown_invitation],
})

export const checkInvitation = query('accounts.checkInvitation', {
  about: 'Whether an invitation can be used now.',
  http: 'GET /registration/invitations/:code/good',
  caller: 'anyone',
  input: z.object({ code: z.string().max(64) }),
  output: z.object({ good: z.boolean() }),
  limit: { count: 30, seconds: 60, by: 'address' },
})
