import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { randomBelow } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { moderationRefusals, type Template } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { lockedGuild } from '../guilds/change-guild.ts'
import { requirePermission, type Inside } from '../guilds/guild-access.ts'
import { lockedMembers } from '../members/locked-members.ts'
import { serializeGuild } from './serialize-guild.ts'
import { showTemplate } from './show-template.ts'
import { openTemplate, sealTemplate } from './template-seals.ts'
import {
  findTemplateOf,
  insertTemplate,
  removeTemplate,
  updateTemplate,
  type TemplateRow,
} from './template-store.ts'

/** Makes the template of a guild, which has at most one. */
export async function createTemplate(
  chat: Chat,
  by: Actor,
  wish: { readonly guildId: string; readonly name: string; readonly description: string | null },
): Promise<Template> {
  return change(chat, { by, guildId: wish.guildId }, async (tx, inside) => {
    if (await findTemplateOf(tx, wish.guildId)) refuse(moderationRefusals.template_exists)
    const { guild, member } = inside
    const code = templateCode()
    const content = serializeGuild(guild, member)
    const now = new Date(chat.clock.now())
    const sealed = await sealTemplate(chat, { code, keyId: guild.keyId }, { ...wish, content })
    const row = { code, guildId: guild.id, creatorRef: member.membershipRef, usageCount: 0 }
    const template = { ...row, createdAt: now, updatedAt: now, ...sealed }
    await insertTemplate(tx, template)
    return template
  })
}

export interface TemplateKey {
  readonly guildId: string
  readonly code: string
}

/** Brings a template up to date with what `by` sees of its guild. */
export async function syncTemplate(chat: Chat, by: Actor, key: TemplateKey): Promise<Template> {
  return change(chat, { by, guildId: key.guildId }, async (tx, inside) => {
    const { row, words } = await known(chat, tx, key)
    const content = serializeGuild(inside.guild, inside.member)
    const sealed = await sealTemplate(
      chat,
      { code: row.code, keyId: inside.guild.keyId },
      { ...words, content },
    )
    const updatedAt = new Date(chat.clock.now())
    await updateTemplate(tx, row.code, { content: sealed.content, updated_at: updatedAt })
    return { ...row, content: sealed.content, updatedAt }
  })
}

/** Changes what is given of a template's own words. */
export async function editTemplate(
  chat: Chat,
  by: Actor,
  edit: TemplateKey & {
    readonly name?: string | undefined
    readonly description?: string | null | undefined
  },
): Promise<Template> {
  return change(chat, { by, guildId: edit.guildId }, async (tx, { guild }) => {
    const { row, words } = await known(chat, tx, edit)
    const { name, description } = await sealTemplate(
      chat,
      { code: row.code, keyId: guild.keyId },
      {
        ...words,
        name: edit.name ?? words.name,
        description: edit.description === undefined ? words.description : edit.description,
      },
    )
    await updateTemplate(tx, row.code, { name, description })
    return { ...row, name, description }
  })
}

/** Deletes a template and answers with what it was. */
export async function deleteTemplate(chat: Chat, by: Actor, key: TemplateKey): Promise<Template> {
  return change(chat, { by, guildId: key.guildId }, async (tx) => {
    const { row } = await known(chat, tx, key)
    await removeTemplate(tx, row.code)
    return row
  })
}

/** Holds the guild, whose managers alone change its template. */
async function change(
  chat: Chat,
  { by, guildId }: { readonly by: Actor; readonly guildId: string },
  work: (tx: Transaction<Schema>, inside: Inside) => Promise<TemplateRow>,
): Promise<Template> {
  const { row, now } = await chat.database.transaction(async (tx) => {
    const guild = await lockedGuild(chat, tx, guildId)
    const inside = await lockedMembers(chat, tx, guild).actor(by)
    requirePermission(inside, 'MANAGE_GUILD')
    return { row: await work(tx, inside), now: serializeGuild(guild, inside.member) }
  })
  return showTemplate(chat, row, now)
}

async function known(chat: Chat, tx: Transaction<Schema>, key: TemplateKey) {
  const row = await findTemplateOf(tx, key.guildId)
  const words = row?.code === key.code ? await openTemplate(chat, row) : null
  return row && words ? { row, words } : refuse(moderationRefusals.unknown_template)
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** 12 of 57 letters, which nobody guesses. */
function templateCode(): string {
  return Array.from({ length: 12 }, () => letters[randomBelow(letters.length)]).join('')
}
