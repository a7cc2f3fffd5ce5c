import { command, Instant, query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

export const RequestKind = z.enum(['access', 'erasure', 'restriction', 'objection', 'rectification'])
export type RequestKind = z.infer<typeof RequestKind>

/** `pseudonymise`: conversations stay whole and nobody can tell who wrote them. `everything`: what was written goes too. */
export const EraseMode = z.enum(['pseudonymise', 'everything'])
export type EraseMode = z.infer<typeof EraseMode>

/** One account, as if it were somebody's only one; or the person with all their accounts. */
export const Scope = z.enum(['account', 'person'])
export type Scope = z.infer<typeof Scope>

/**
 * `waiting`: until its time comes, and may be withdrawn. `running`: being carried out. `ready`: to be downloaded.
 * `done`, `refused`, `withdrawn`: closed.
 */
export const RequestState = z.enum(['waiting', 'running', 'ready', 'done', 'refused', 'withdrawn'])
export type RequestState = z.infer<typeof RequestState>

export const PrivacyRequest = z.object({
  id: Snowflake,
  kind: RequestKind,
  /** For erasures. */
  mode: EraseMode.nullable(),
  scope: Scope,
  state: RequestState,
  received_at: Instant,
  /** When it is carried out, or the download handed out. */
  starts_at: Instant,
  /** The latest moment the law leaves us: one month, at most 30 days. */
  due_at: Instant,
})
export type PrivacyRequest = z.infer<typeof PrivacyRequest>

export const createRequest = command('privacy.createRequest', {
  about:
    'Asks for a copy of everything stored (`access`), or for its erasure (with a `mode`). Needs a recent sign-in. A primary account is not erased alone as long as there are others.',
  http: 'POST /privacy/requests',
  caller: 'fresh-person',
  input: z.object({ kind: RequestKind, mode: EraseMode.optional(), scope: Scope.default('account') }),
  output: z.object({ request: PrivacyRequest }),
  status: 201,
  refuses: [
    refusals.request_kind_not_available,
    refusals.erasure_already_requested,
    refusals.name_successor_first,
  ],
  limit: { count: 20, seconds: 3_600, by: 'account' },
})

export const listRequests = query('privacy.listRequests', {
  about:
    'The requests made by the account that acts, and those made for the person as a whole; newest first.',
  http: 'GET /privacy/requests',
  caller: 'person',
  input: z.object({}),
  output: z.object({ requests: z.array(PrivacyRequest) }),
})

export const downloadExport = query('privacy.downloadExport', {
  about:
    'A ZIP of everything stored, made of live data as it is sent: `SERVICE/TABLE.ndjson`, `schema/`, `media/`, `manifest.json`. Needs a recent sign-in.',
  http: 'GET /privacy/requests/:id/download',
  caller: 'fresh-person',
  input: z.object({ id: Snowflake }),
  output: z.unknown(),
  refuses: [refusals.unknown_request, refusals.request_not_ready],
  limit: { count: 20, seconds: 3_600, by: 'account' },
})

export const withdrawRequest = command('privacy.withdrawRequest', {
  about: 'Takes a request back before it is carried out.',
  http: 'POST /privacy/requests/:id/withdraw',
  caller: 'person',
  input: z.object({ id: Snowflake }),
  output: z.object({ request: PrivacyRequest }),
  refuses: [refusals.unknown_request, refusals.request_closed],
})
