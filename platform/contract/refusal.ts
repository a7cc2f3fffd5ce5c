/**
 * A refusal is an expected "no": it has a fixed code, one status and one sentence, and is listed in the contract of
 * every call that may answer with it. Anything else that is thrown is a bug and becomes a 500 whose text is never sent.
 */
export interface RefusalKind<Code extends string = string> {
  readonly code: Code
  /** HTTP status, 400 to 599; 202 where the answer is not there yet and will be. */
  readonly status: number
  /** What happened and what to do, as a person would say it. Shown to people. */
  readonly sentence: string
  /** The numeric code in Discord's error shape; 0 is its "general" code. */
  readonly discord: number
}

type RefusalTable = Readonly<Record<string, { status: number; sentence: string; discord?: number }>>

/**
 * Declares the refusals of one service, once. The key is the code.
 *
 *     export const refusals = defineRefusals({
 *       unknown_channel: { status: 404, discord: 10003, sentence: 'This channel does not exist.' },
 *     })
 */
export function defineRefusals<const T extends RefusalTable>(
  table: T,
): { readonly [Code in keyof T & string]: RefusalKind<Code> } {
  return Object.fromEntries(
    Object.entries(table).map(([code, row]) => [code, { discord: 0, ...row, code }]),
  ) as { readonly [Code in keyof T & string]: RefusalKind<Code> }
}

/** One field that was wrong, for forms: where (`['age']`) and what, in a sentence. */
export interface FieldFault {
  readonly path: readonly (string | number)[]
  readonly sentence: string
}

/**
 * What a refusal may carry besides its kind. `retryAfter` is in seconds; `global` says that every call is meant; `counts`
 * are told as they are, by name.
 */
export interface RefusalDetails {
  readonly faults?: readonly FieldFault[]
  readonly retryAfter?: number
  readonly global?: boolean
  readonly counts?: Readonly<Record<string, number>>
}

/** The thrown form of a refusal. Only edges catch it. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly details: RefusalDetails

  constructor(kind: RefusalKind, details: RefusalDetails = {}) {
    super(kind.sentence)
    this.name = 'Refusal'
    this.kind = kind
    this.details = details
  }
}

/** Says an expected no: `if (!channel) refuse(refusals.unknown_channel)`. */
export function refuse(kind: RefusalKind, details?: RefusalDetails): never {
  throw new Refusal(kind, details)
}

/** Refusals that any call may answer with, because the edge itself gives them. */
export const edgeRefusals = defineRefusals({
  invalid_input: {
    status: 400,
    discord: 50035,
    sentence: 'Something in this request is not as it should be.',
  },
  malformed_body: { status: 400, discord: 50109, sentence: 'The body of this request could not be read.' },
  not_signed_in: { status: 401, discord: 0, sentence: 'Sign in first.' },
  fresh_sign_in_required: {
    status: 403,
    discord: 60003,
    sentence: 'Confirm your password first; this needs a recent sign-in.',
  },
  foreign_origin: {
    status: 403,
    discord: 0,
    sentence: 'This request came from another site and was not carried out.',
  },
  not_allowed: { status: 403, discord: 50001, sentence: 'You may not do this.' },
  unknown_account: { status: 403, discord: 50001, sentence: 'You are not signed in to that account.' },
  not_found: { status: 404, discord: 0, sentence: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, discord: 0, sentence: 'This address does not answer to that method.' },
  too_slow: { status: 408, discord: 0, sentence: 'This request took too long to arrive.' },
  body_too_large: { status: 413, discord: 40005, sentence: 'The body of this request is too large.' },
  too_many_files: { status: 400, discord: 30015, sentence: 'These are more files than may be sent at once.' },
  address_too_long: { status: 414, discord: 0, sentence: 'The address of this request is too long.' },
  range_not_satisfiable: { status: 416, discord: 0, sentence: 'This file has no such part.' },
  unsupported_media_type: {
    status: 415,
    discord: 0,
    sentence: 'The body of this request has a type we do not read here.',
  },
  headers_too_large: { status: 431, discord: 0, sentence: 'The headers of this request are too large.' },
  rate_limited: { status: 429, discord: 0, sentence: 'Too many requests. Wait a moment and try again.' },
  internal: {
    status: 500,
    discord: 0,
    sentence: 'Something went wrong on our side. Nothing was changed that we know of.',
  },
  unavailable: {
    status: 503,
    discord: 0,
    sentence: 'The database cannot be reached right now. Nothing was saved; try again in a moment.',
  },
  no_answer: {
    status: 503,
    discord: 0,
    sentence: 'No answer came in time. See whether it was done before you try again.',
  },
})
