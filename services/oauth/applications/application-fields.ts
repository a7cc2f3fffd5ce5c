import { catalogue } from '../catalogue.ts'
import type { Application, ClientSecret } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { listSecretRows, type SecretRow } from '../secrets/secret-store.ts'
import { countConnected, countSignIns } from '../sign-ins/usage-store.ts'
import type { ApplicationRow } from './application-store.ts'

const table = catalogue.tables.applications

/** What an application says of itself; sealed with its own key. */
export interface ApplicationFields {
  readonly name: string
  readonly description: string
  readonly terms_url: string
  readonly privacy_url: string
  readonly redirect_uris: readonly string[]
  readonly post_logout_redirect_uris: readonly string[]
  /** Null for none; stored as empty text, which is no address. */
  readonly backchannel_logout_uri: string | null
}

type Field = keyof ApplicationFields
export type SealedFields = Record<Field, Buffer>

const texts = ['name', 'description', 'terms_url', 'privacy_url', 'backchannel_logout_uri'] as const
const lists = ['redirect_uris', 'post_logout_redirect_uris'] as const

/** Seals the fields that are given. */
export async function sealFields(
  oauth: OAuth,
  place: { row: string; key: string },
  fields: { readonly [F in Field]?: ApplicationFields[F] | undefined },
): Promise<Partial<SealedFields>> {
  const given = [...texts, ...lists].filter((field) => fields[field] !== undefined)
  const sealed = await Promise.all(
    given.map(async (field) => {
      const [value] = await oauth.sealer.seal(table, field, [{ ...place, value: fields[field] ?? '' }])
      if (!value) throw new Error(`${field} of an application was not sealed`)
      return [field, Buffer.from(value)] as const
    }),
  )
  return Object.fromEntries(sealed)
}

/** An application's own words, opened. Null where its key has been destroyed. */
export type OpenedFields = ApplicationFields | null

type Opened<V> = readonly (V | null)[]

/** Opens what applications say of themselves, in order. */
export async function openFields(oauth: OAuth, rows: readonly ApplicationRow[]): Promise<OpenedFields[]> {
  const [words, addresses] = await Promise.all([
    Promise.all(texts.map((field) => openColumn<string>(oauth, rows, field))),
    Promise.all(lists.map((field) => openColumn<string[]>(oauth, rows, field))),
  ])
  const word = (field: (typeof texts)[number], index: number) => words[texts.indexOf(field)]?.[index] ?? ''
  const list = (field: (typeof lists)[number], index: number) =>
    addresses[lists.indexOf(field)]?.[index] ?? []
  return rows.map((_, index) => {
    const name = word('name', index)
    if (name === '') return null
    return {
      name,
      description: word('description', index),
      terms_url: word('terms_url', index),
      privacy_url: word('privacy_url', index),
      redirect_uris: list('redirect_uris', index),
      post_logout_redirect_uris: list('post_logout_redirect_uris', index),
      backchannel_logout_uri: word('backchannel_logout_uri', index) || null,
    }
  })
}

/** One column of some applications, in order; null where it was never set or its key is gone. */
async function openColumn<V>(
  oauth: OAuth,
  rows: readonly ApplicationRow[],
  field: Field,
): Promise<Opened<V>> {
  const given = rows.flatMap((row) => {
    const sealed = row[field]
    return sealed === null ? [] : [{ row: row.id, sealed }]
  })
  const opened = await oauth.sealer.open<V, typeof table>(table, field, given)
  const byId = new Map(given.map((one, index) => [one.row, opened[index] ?? null]))
  return rows.map((row) => byId.get(row.id) ?? null)
}

/** Opens applications for their owner. Those whose key has been destroyed are left out. */
export async function openApplications(
  oauth: OAuth,
  rows: readonly ApplicationRow[],
): Promise<Application[]> {
  const ids = rows.map((row) => row.id)
  const [fields, secrets, connected, signIns] = await Promise.all([
    openFields(oauth, rows),
    listSecretRows(oauth.database, ids),
    countConnected(oauth.database, ids),
    countSignIns(oauth.database, ids, new Date(oauth.clock.now() - 30 * 86_400_000)),
  ])
  return rows.flatMap((row, index) => {
    const opened = fields[index]
    if (!opened) return []
    return [
      {
        id: row.id,
        ...opened,
        redirect_uris: [...opened.redirect_uris],
        post_logout_redirect_uris: [...opened.post_logout_redirect_uris],
        client_type: clientTypeOf(row),
        logo: row.logo,
        bot: row.has_bot,
        paused: row.paused,
        suspended: row.suspended_at !== null,
        secrets: secrets.filter((one) => one.application_id === row.id).map(shownSecret),
        usage: { connected: connected.get(row.id) ?? 0, sign_ins: signIns.get(row.id) ?? 0 },
        created_at: row.created_at.toISOString(),
      },
    ]
  })
}

export async function openApplication(oauth: OAuth, row: ApplicationRow): Promise<Application> {
  const [application] = await openApplications(oauth, [row])
  if (!application) throw new Error('the key of an application that is not erased is gone')
  return application
}

export function clientTypeOf(row: Pick<ApplicationRow, 'client_type'>): Application['client_type'] {
  return row.client_type === 'public' ? 'public' : 'confidential'
}

export function shownSecret(row: SecretRow): ClientSecret {
  return {
    id: row.id,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }
}
