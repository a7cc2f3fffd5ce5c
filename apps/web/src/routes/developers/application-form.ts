import type { Application, ClientType } from '@alles/oauth/contract'
import { isRedirectAddress, isWebAddress } from './address-policy.ts'

/** What stands in the form. */
export interface ApplicationValues {
  readonly name: string
  readonly description: string
  readonly terms: string
  readonly privacy: string
  readonly redirects: readonly string[]
  readonly afterSignOut: readonly string[]
  readonly backchannel: string
  readonly clientType: ClientType
}

/** Why a field cannot stay as it is. */
export type FieldFault = 'missing' | 'too-short' | 'no-address' | 'fragment' | 'twice'

type Field = 'name' | 'terms' | 'privacy' | 'backchannel'
type Rows = 'redirects' | 'afterSignOut'

export type ApplicationFaults = { readonly [F in Field]?: FieldFault } & {
  /** By row. */
  readonly [R in Rows]?: Readonly<Record<number, FieldFault>>
}

export const longestName = 32
export const longestDescription = 400
export const mostAddresses = 10
/** What an address begins with. */
export const addressStart = 'https://'

export const emptyValues: ApplicationValues = {
  name: '',
  description: '',
  terms: '',
  privacy: '',
  redirects: [''],
  afterSignOut: [''],
  backchannel: '',
  clientType: 'confidential',
}

/** A form that shows an application as it is. */
export function valuesOf(application: Application): ApplicationValues {
  return {
    name: application.name,
    description: application.description,
    terms: application.terms_url,
    privacy: application.privacy_url,
    redirects: rowsOf(application.redirect_uris),
    afterSignOut: rowsOf(application.post_logout_redirect_uris),
    backchannel: application.backchannel_logout_uri ?? '',
    clientType: application.client_type,
  }
}

/** At least one row to write in. */
function rowsOf(addresses: readonly string[]): readonly string[] {
  return addresses.length === 0 ? [''] : addresses
}

/** What is plainly wrong before the server is asked; nothing where all is well. Empty rows do not count. */
export function findFaults(values: ApplicationValues): ApplicationFaults {
  const name = nameFault(values.name)
  const terms = addressFault(values.terms)
  const privacy = addressFault(values.privacy)
  const backchannel = values.backchannel.trim() === '' ? undefined : redirectFault(values.backchannel)
  const redirects = rowFaults(values.redirects)
  const afterSignOut = rowFaults(values.afterSignOut)
  return {
    ...(name && { name }),
    ...(terms && { terms }),
    ...(privacy && { privacy }),
    ...(backchannel && { backchannel }),
    ...(Object.keys(redirects).length > 0 && { redirects }),
    ...(Object.keys(afterSignOut).length > 0 && { afterSignOut }),
  }
}

function nameFault(name: string): FieldFault | undefined {
  const letters = Array.from(name.trim()).length
  if (letters === 0) return 'missing'
  return letters < 2 ? 'too-short' : undefined
}

function addressFault(text: string): FieldFault | undefined {
  if (text.trim() === '') return 'missing'
  return isWebAddress(text.trim()) ? undefined : 'no-address'
}

function redirectFault(text: string): FieldFault | undefined {
  const address = text.trim()
  if (isWebAddress(address) && address.includes('#')) return 'fragment'
  return isRedirectAddress(address) ? undefined : 'no-address'
}

function rowFaults(rows: readonly string[]): Record<number, FieldFault> {
  const faults: Record<number, FieldFault> = {}
  const before = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const address = row.trim()
    if (address === '') continue
    const fault = before.has(address) ? 'twice' : redirectFault(address)
    if (fault) faults[index] = fault
    before.add(address)
  }
  return faults
}

/** What the server is sent for a form. */
export function sentOf(values: ApplicationValues) {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    terms_url: values.terms.trim(),
    privacy_url: values.privacy.trim(),
    redirect_uris: written(values.redirects),
    post_logout_redirect_uris: written(values.afterSignOut),
    backchannel_logout_uri: values.backchannel.trim() === '' ? null : values.backchannel.trim(),
  }
}

function written(rows: readonly string[]): string[] {
  return rows.map((row) => row.trim()).filter((row) => row !== '')
}

/** What of a form differs from the application: nobody overwrites what somebody else changed meanwhile. */
export function changesOf(
  application: Application,
  values: ApplicationValues,
): Partial<ReturnType<typeof sentOf>> {
  const known: Readonly<Record<string, unknown>> = sentOf(valuesOf(application))
  const changed = Object.entries(sentOf(values)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(known[field]),
  )
  return Object.fromEntries(changed)
}

const fieldsOnTheWire: Readonly<Record<string, keyof ApplicationFaults>> = {
  name: 'name',
  terms_url: 'terms',
  privacy_url: 'privacy',
  backchannel_logout_uri: 'backchannel',
  redirect_uris: 'redirects',
  post_logout_redirect_uris: 'afterSignOut',
}

/** Which field of the form the server means; null for none of them. */
export function faultAt(
  path: readonly (string | number)[],
  values: ApplicationValues,
): ApplicationFaults | null {
  const [name = '', index] = path
  const field = fieldsOnTheWire[name]
  if (field === undefined) return null
  if (field !== 'redirects' && field !== 'afterSignOut') return { [field]: 'no-address' }
  // The server counts the rows it was sent: those that are not empty.
  const sent = [...values[field].entries()].filter(([, row]) => row.trim() !== '')
  const row = typeof index === 'number' ? sent[index]?.[0] : undefined
  return row === undefined ? null : { [field]: { [row]: 'no-address' } }
}
