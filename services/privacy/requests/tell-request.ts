import type { Privacy } from '../privacy.ts'
import { findRequestById } from './request-store.ts'

const templates = { access: 'export_requested', erasure: 'erasure_requested' } as const

/**
 * Tells a person by mail what was asked for in their name, as whoever took over a session would do it unseen: at every
 * verified address, one that was replaced within the hour included. Each is told once, however often this is tried.
 */
export async function tellRequest(privacy: Privacy, requestId: string): Promise<void> {
  const request = await findRequestById(privacy.database, requestId)
  if (request?.kind !== 'access' && request?.kind !== 'erasure') return
  const personId = request.person_id ?? (await personOf(privacy, request.account_id))
  if (personId === null) return
  const content = { template: templates[request.kind], at: request.received_at.toISOString() }
  const { contacts } = await privacy.accounts.contactsOf({ personId })
  for (const contact of contacts)
    await privacy.mail.send({ id: `privacy.${requestId}.${contact}`, contact, content })
}

async function personOf({ accounts }: Privacy, accountId: string | null): Promise<string | null> {
  const found = accountId === null ? null : await accounts.findAccountById({ accountId })
  return found?.personId ?? null
}
