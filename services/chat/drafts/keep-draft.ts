import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { refusals, type Dispatch, type Draft } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { listDraftsOf, removeDraft, upsertDraft } from './draft-store.ts'

const { drafts } = catalogue.tables
const mostListed = 1000

/** Keeps what somebody has begun to write, and tells their other devices. */
export async function putDraft(
  chat: Chat,
  by: Actor,
  input: { readonly channelId: string; readonly content: string },
): Promise<Draft> {
  const key = await keyOf(chat, by, input.channelId)
  const row = `${key.membershipRef}:${key.channelId}`
  const [content] = await chat.sealer.seal(drafts, 'content', [
    { row, key: key.contentKeyId, value: input.content },
  ])
  if (!content) throw new Error('a draft was not sealed')
  const updatedAt = new Date(chat.clock.now())
  const draft = {
    channel_id: input.channelId,
    content: input.content,
    updated_at: updatedAt.toISOString(),
  }
  return changeAndTell(chat, {
    apply: (tx) => upsertDraft(tx, { ...key, updatedAt, content: Buffer.from(content) }),
    about: () => ({ own: [[by.accountId, 'draft', input.channelId]] }),
    tell() {
      tell(chat, by, { t: 'DRAFT_UPDATE', d: draft })
      return draft
    },
  })
}

/** Throws a draft away. Does nothing twice. */
export async function deleteDraft(chat: Chat, by: Actor, channelId: string): Promise<void> {
  const key = await keyOf(chat, by, channelId)
  await changeAndTell(chat, {
    apply: (tx) => removeDraft(tx, key),
    about: (removed) => (removed ? { own: [[by.accountId, 'draft', channelId]] } : null),
    tell(removed) {
      if (removed) tell(chat, by, { t: 'DRAFT_DELETE', d: { channel_id: channelId } })
    },
  })
}

/** All that somebody has begun to write, the newest first. */
export async function listDrafts(chat: Chat, by: Actor): Promise<Draft[]> {
  if (by.bot) refuse(refusals.people_only)
  return listDraftsBy(chat, by.accountId)
}

export async function listDraftsBy(chat: Chat, accountId: string): Promise<Draft[]> {
  const rows = await listDraftsOf(chat.database, accountId, mostListed)
  const opened = await chat.sealer.open(
    drafts,
    'content',
    rows.map((one) => ({ row: `${one.membershipRef}:${one.channelId}`, sealed: one.content })),
  )
  return rows.flatMap((one, index) => {
    const content = opened[index]
    return typeof content === 'string'
      ? [{ channel_id: one.channelId, content, updated_at: one.updatedAt.toISOString() }]
      : []
  })
}

async function keyOf(chat: Chat, by: Actor, channelId: string) {
  if (by.bot) refuse(refusals.people_only)
  const { member } = await getTextChannel(chat, by, { channelId })
  return { membershipRef: member.membershipRef, contentKeyId: member.contentKeyId, channelId }
}

function tell(chat: Chat, by: Actor, event: Pick<Dispatch, 't' | 'd'>): void {
  publish(chat.bus, [{ ...event, audience: { kind: 'account', accountId: by.accountId } }])
}
