import { catalogue } from '../catalogue.ts'
import type { Application } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import type { ApplicationRow } from './application-store.ts'

const table = catalogue.tables.applications

/** What an application says of itself; sealed with its own key. */
export interface ApplicationFields {
  readonly name: string
  readonly description: string
  readonly terms_url: string
  readonly privacy_url: string
  readonly redirect_uris: readonly string[]
}

type Field = keyof ApplicationFields

const texts = ['name', 'description', 'terms_url', 'privacy_url'] as const

/** Seals the fields that are given. */
export async function sealFields(
  oauth: OAuth,
  place: { row: string; key: string },
  fields: { readonly [F in Field]?: ApplicationFields[F] | undefined },
): Promise<Partial<Record<Field, Buffer>>> {
  const given = ([...texts, 'redirect_uris'] as const).filter((field) => fields[field] !== undefined)
  const sealed = await Promise.all(
    given.map(async (field) => {
      const [value] = await oauth.sealer.seal(table, field, [{ ...place, value: fields[field] }])
      if (!value) throw new Error(`${field} of an application was not sealed`)
      return [field, Buffer.from(value)] as const
    }),
  )
  return Object.fromEntries(sealed)
}

/** Opens applications. Those whose key has been destroyed are left out. */
export async function openApplications(
  oauth: OAuth,
  rows: readonly ApplicationRow[],
): Promise<Application[]> {
  const column = (field: Field) => rows.map((row) => ({ row: row.id, sealed: row[field] }))
  const [names, descriptions, terms, policies] = await Promise.all(
    texts.map((field) => oauth.sealer.open(table, field, column(field))),
  )
  const redirects = await oauth.sealer.open<string[], typeof table>(
    table,
    'redirect_uris',
    column('redirect_uris'),
  )
  return rows.flatMap((row, index) => {
    const name = names?.[index]
    if (name === null || name === undefined) return []
    return [
      {
        id: row.id,
        name,
        description: descriptions?.[index] ?? '',
        redirect_uris: redirects[index] ?? [],
        terms_url: terms?.[index] ?? '',
        privacy_url: policies?.[index] ?? '',
        bot: row.has_bot,
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
