import { Refusal } from '@alles/platform/contract'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { faultAt, findFaults, type ApplicationFaults, type ApplicationValues } from './application-form.ts'

interface ApplicationForm {
  readonly values: ApplicationValues
  readonly faults: ApplicationFaults
  readonly change: (changed: Partial<ApplicationValues>) => void
  readonly show: (values: ApplicationValues) => void
  /** Whether it can be sent; shows what is wrong, and leads there, where it cannot. */
  readonly check: () => boolean
  /** Shows at its field what the server refused; throws what no field is to blame for. */
  readonly blame: (error: unknown) => void
  readonly form: RefObject<HTMLFormElement | null>
}

export function useApplicationForm(first: ApplicationValues): ApplicationForm {
  const [values, setValues] = useState(first)
  const [faults, setFaults] = useState<ApplicationFaults>({})
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(faults).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [faults])

  function change(changed: Partial<ApplicationValues>): void {
    setValues((before) => ({ ...before, ...changed }))
    const touched = new Set(Object.keys(changed))
    if (Object.keys(faults).some((field) => touched.has(field)))
      setFaults((before) =>
        Object.fromEntries(Object.entries(before).filter(([field]) => !touched.has(field))),
      )
  }

  function check(): boolean {
    const found = findFaults(values)
    setFaults(found)
    return Object.keys(found).length === 0
  }

  function blame(error: unknown): void {
    const path = error instanceof Refusal ? error.details.faults?.[0]?.path : undefined
    const found = path === undefined ? null : faultAt(path, values)
    if (found === null) throw error
    setFaults(found)
  }
  return { values, faults, change, show: setValues, check, blame, form }
}
