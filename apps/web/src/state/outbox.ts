import type { GatewayEvent } from './gateway-event.ts'

/**
 * A message of ours that is not confirmed yet.
 * - `sending`: on its way, or next in line.
 * - `waiting`: there was no answer; it goes out by itself when the connection is back.
 * - `failed`: refused, for the reason in `fault`; it stays until it is sent again or thrown away.
 */
export interface Pending {
  readonly nonce: string
  readonly channelId: string
  readonly content: string
  /** The message it answers. */
  readonly replyTo: string | null
  readonly createdAt: number
  /** When it was first sent; null before. */
  readonly triedAt: number | null
  readonly state: 'sending' | 'waiting' | 'failed'
  /** Why it failed: a refusal's code and sentence. `unsure`: whether it arrived cannot be known any more. */
  readonly fault: { readonly code: string; readonly sentence: string } | null
}

/** Everything on its way, by channel, in the order of writing. */
export type Outbox = Readonly<Record<string, readonly Pending[]>>

export function withPending(outbox: Outbox, pending: Pending): Outbox {
  return { ...outbox, [pending.channelId]: [...(outbox[pending.channelId] ?? []), pending] }
}

export function withPendingState(
  outbox: Outbox,
  pending: Pending,
  change: Partial<Pick<Pending, 'state' | 'fault' | 'triedAt'>>,
): Outbox {
  const changed = (outbox[pending.channelId] ?? []).map((one) =>
    one.nonce === pending.nonce ? { ...one, fault: null, ...change } : one,
  )
  return { ...outbox, [pending.channelId]: changed }
}

export function withoutPending(outbox: Outbox, channelId: string, nonce: string): Outbox {
  const here = outbox[channelId]
  if (!here?.some((one) => one.nonce === nonce)) return outbox
  return { ...outbox, [channelId]: here.filter((one) => one.nonce !== nonce) }
}

/** Our own message came back by the socket: it is no longer pending, whether its answer has arrived or not. */
export function settleByEvent(outbox: Outbox, me: string | null, event: GatewayEvent): Outbox {
  if (event.t !== 'MESSAGE_CREATE' || event.d.author.id !== me || event.d.nonce === undefined) return outbox
  return withoutPending(outbox, event.d.channel_id, String(event.d.nonce))
}

/** The message that goes out next in a channel: the oldest, unless that one waits for something. */
export function nextToSend(outbox: Outbox, channelId: string): Pending | undefined {
  const inLine = (outbox[channelId] ?? []).filter((one) => one.state !== 'failed')
  return inLine[0]?.state === 'sending' ? inLine[0] : undefined
}
