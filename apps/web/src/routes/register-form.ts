import { useLingui } from '@lingui/react/macro'
import { Refusal } from '@alles/platform/contract'
import { useState } from 'react'

type Field = 'username' | 'display_name' | 'password' | 'age' | 'altcha' | 'form'

/** What is wrong, by field; `form` for what no single field is to blame for. */
export type RegisterFaults = { readonly [F in Field]?: string | undefined }

interface Values {
  readonly username: string
  readonly displayName: string
  readonly password: string
  readonly age: string
}

const mostName = 32

const nothing: Values = { username: '', displayName: '', password: '', age: '' }

/** The form's values, and what is plainly missing before the server is asked. */
export function useRegisterForm() {
  const { t } = useLingui()
  const [values, setValues] = useState(nothing)
  const set = (changed: Partial<Values>) => setValues((before) => ({ ...before, ...changed }))
  const findFaults = (ticked: boolean): RegisterFaults => ({
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
}

/** Which field a refusal is about. */
export function faultField(error: unknown): Field {
  if (!(error instanceof Refusal)) return 'form'
  const known = fieldOfCode[error.kind.code]
  if (known) return known
  const path = error.details.faults?.[0]?.path[0]
  return path === 'username' || path === 'display_name' || path === 'password' || path === 'age'
    ? path
    : 'form'
}
