import type { RegistrationMode } from '@alles/accounts/contract'
import { useLingui } from '@lingui/react/macro'
import { Refusal } from '@alles/platform/contract'
import { useState } from 'react'

const fields = [
  'username',
  'display_name',
  'password',
  'email',
  'age',
  'altcha',
  'invitation',
  'reason',
  'form',
] as const
type Field = (typeof fields)[number]

/** What is wrong, by field; `form` for what no single field is to blame for. */
export type RegisterFaults = { readonly [F in Field]?: string | undefined }

export interface RegisterValues {
  readonly username: string
  readonly displayName: string
  readonly password: string
  readonly email: string
  readonly age: string
  readonly invitation: string
  readonly reason: string
}

/** Somebody whose account waits for approval. */
export interface Applied {
  readonly username: string
  /** Whether there is an address to tell the answer to. */
  readonly told: boolean
}

const mostName = 32

/** The form's values, and what is plainly missing before the server is asked. */
export function useRegisterForm(mode: RegistrationMode, invitation: string) {
  const { t } = useLingui()
  const [values, setValues] = useState<RegisterValues>({
    username: '',
    displayName: '',
    password: '',
    email: '',
    age: '',
    invitation,
    reason: '',
  })
  const set = (changed: Partial<RegisterValues>) => setValues((before) => ({ ...before, ...changed }))
  const findFaults = (ticked: boolean): RegisterFaults => ({
    ...(mode === 'invite' && values.invitation.trim() === '' && { invitation: t`Write the code.` }),
    ...(values.username.trim() === '' && { username: t`Choose a username.` }),
    ...(Array.from(values.displayName.trim()).length > mostName && {
      display_name: t`A name has at most 32 characters.`,
    }),
    ...(values.password === '' && { password: t`Choose a password.` }),
    ...(!isAge(values.age.trim()) && { age: t`Write your age in years, as a number.` }),
    ...(!ticked && { altcha: t`Tick this first.` }),
  })
  return { values, set, findFaults }
}

/** The values as the server takes them; what was left empty is left out. */
export function inputOf(values: RegisterValues, mode: RegistrationMode) {
  const [displayName, email, reason] = [values.displayName, values.email, values.reason].map((one) =>
    one.trim(),
  )
  return {
    username: values.username,
    password: values.password,
    age: Number(values.age),
    ...(displayName && { display_name: displayName }),
    ...(email && { email }),
    ...(mode === 'invite' && { invitation: values.invitation.trim() }),
    ...(mode === 'approval' && reason && { reason }),
  }
}

/** As many years as the server takes for an age. */
const mostYears = 150

function isAge(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= mostYears
}

const fieldOfCode: Readonly<Record<string, Field>> = {
  invalid_username: 'username',
  reserved_username: 'username',
  username_taken: 'username',
  invalid_password: 'password',
  leaked_password: 'password',
  invalid_address: 'email',
  invitation_required: 'invitation',
}

/** Which field a refusal is about. */
export function faultField(error: unknown): Field {
  if (!(error instanceof Refusal)) return 'form'
  const known = fieldOfCode[error.kind.code]
  if (known) return known
  const path = error.details.faults?.[0]?.path[0]
  return fields.find((field) => field === path && field !== 'altcha') ?? 'form'
}
