import { Refusal } from '@alles/platform/contract'
import { Unreachable } from '../api/transport.ts'
import { withNewMessage } from '../state/apply-message-event.ts'
import type { GatewayEvent } from '../state/gateway-event.ts'
import { nextToSend, withoutPending, withPending, withPendingState, type Pending } from '../state/outbox.ts'
import { actingAccount, type Client } from './client.ts'
import { newNonce } from './nonce.ts'

/** How long to wait before trying again when there was no answer, in milliseconds. */
const againMs = 5_000
/** The server knows a nonce again for ten minutes. After that, sending again could double. */
const sureMs = 9 * 60_000

export interface NewMessage {
  readonly channelId: string
  readonly content: string
  readonly replyTo: string | null
}

/** Writes a message: it stands there at once, goes out in the order of writing, and is never sent twice. */
export function sendMessage(client: Client, message: NewMessage): void {
  const nonce = newNonce(client.random)
  const pending: Pending = {
    ...message,
    nonce,
    createdAt: client.now(),
    triedAt: null,
    state: 'sending',
    fault: null,
  }
  client.store.setState(({ outbox }) => ({ outbox: withPending(outbox, pending) }))
  keep(client, pending)
  void sendInLine(client, message.channelId)
}

/** Sends a failed message once more, with a nonce of its own: the first attempt was refused. */
export function sendAgain(client: Client, pending: Pending): void {
  discard(client, pending)
  sendMessage(client, pending)
}

/** Throws a message away that was not sent. */
export function discard(client: Client, pending: Pending): void {
  client.store.setState(({ outbox }) => ({
    outbox: withoutPending(outbox, pending.channelId, pending.nonce),
  }))
  forget(client, pending.nonce)
}

/** The connection is back: everything that waited goes out. */
export function sendWaiting(client: Client): void {
  for (const channelId of Object.keys(client.store.getState().outbox)) wake(client, channelId)
}

/** What was not confirmed when this tab was last closed waits for the connection. */
export function restorePending(client: Client): void {
  const account = actingAccount(client)
  if (account === null) return
  const outbox = client.memory
    .pending(account)
    .map((one): Pending => (one.state === 'failed' ? one : { ...one, state: 'waiting' }))
    .reduce(withPending, {})
  client.store.setState({ outbox })
}

/** Our own message came back by the socket: nothing of it has to be kept. */
export function settlePending(client: Client, event: GatewayEvent): void {
  if (
    event.t === 'MESSAGE_CREATE' &&
    event.d.nonce !== undefined &&
    event.d.author.id === actingAccount(client)
  )
    forget(client, String(event.d.nonce))
}

function wake(client: Client, channelId: string): void {
  const waiting = (client.store.getState().outbox[channelId] ?? []).filter((one) => one.state === 'waiting')
  for (const pending of waiting) {
    const unsure = pending.triedAt !== null && client.now() - pending.triedAt > sureMs
    setState(
      client,
      pending,
      unsure ? { state: 'failed', fault: { code: 'unsure', sentence: '' } } : { state: 'sending' },
    )
  }
  void sendInLine(client, channelId)
}

/** One message of a channel after the other, so that they arrive in the order they were written. */
async function sendInLine(client: Client, channelId: string): Promise<void> {
  const line = `send:${channelId}`
  if (client.busy.has(line)) return
  client.busy.add(line)
  try {
    for (
      let next = nextToSend(client.store.getState().outbox, channelId);
      next !== undefined;
      next = nextToSend(client.store.getState().outbox, channelId)
    )
      // oxlint-disable-next-line no-await-in-loop -- the order of writing is the order of sending
      await sendOne(client, next)
  } finally {
    client.busy.delete(line)
  }
}

async function sendOne(client: Client, pending: Pending): Promise<void> {
  const tried: Pending = { ...pending, triedAt: pending.triedAt ?? client.now() }
  setState(client, tried, { triedAt: tried.triedAt })
  try {
    const message = await client.api.chat.sendMessage({
      channelId: pending.channelId,
      content: pending.content,
      nonce: pending.nonce,
      enforce_nonce: true,
      ...(pending.replyTo !== null && {
        message_reference: { message_id: pending.replyTo, fail_if_not_exists: false },
      }),
    })
    // Both in one step: the message never stands there twice, and never not at all.
    client.store.setState(({ entities, outbox }) => ({
      entities: withNewMessage(entities, { ...message, nonce: pending.nonce }),
      outbox: withoutPending(outbox, pending.channelId, pending.nonce),
    }))
    forget(client, pending.nonce)
  } catch (error) {
    await settleFault(client, tried, error)
  }
}

async function settleFault(client: Client, pending: Pending, error: unknown): Promise<void> {
  const refusal = error instanceof Refusal ? error : null
  if (refusal?.kind.status === 429) {
    await new Promise<void>((resolve) => {
      client.timers.set(resolve, (refusal.details.retryAfter ?? 1) * 1000)
    })
    return
  }
  if (error instanceof Unreachable || (refusal && refusal.kind.status >= 500)) {
    setState(client, pending, { state: 'waiting' })
    client.timers.set(
      () => wake(client, pending.channelId),
      (refusal?.details.retryAfter ?? 0) * 1000 || againMs,
    )
    return
  }
  const fault = refusal
    ? { code: refusal.kind.code, sentence: refusal.message }
    : { code: 'unsure', sentence: '' }
  setState(client, pending, { state: 'failed', fault })
}

function setState(client: Client, pending: Pending, next: Parameters<typeof withPendingState>[2]): void {
  client.store.setState(({ outbox }) => ({ outbox: withPendingState(outbox, pending, next) }))
  const now = client.store.getState().outbox[pending.channelId]?.find((one) => one.nonce === pending.nonce)
  if (now) keep(client, now)
}

function keep(client: Client, pending: Pending): void {
  const account = actingAccount(client)
  if (account !== null) client.memory.keepPending(account, pending)
}

function forget(client: Client, nonce: string): void {
  const account = actingAccount(client)
  if (account !== null) client.memory.dropPending(account, nonce)
}
