import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { Refusal } from '@alles/platform/contract'
import { Unreachable } from '../api/transport.ts'
import { Field } from '../ui/Field.tsx'

interface InvitationFieldProps {
  readonly api: EntranceApi
  /** The code of the link that was followed. */
  readonly given: string | undefined
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (value: string) => void
}

/** The code of an invitation to this instance; whether it is good is said before the rest is filled in. */
export function InvitationField({ api, given, value, fault, onChange }: InvitationFieldProps) {
  const { t } = useLingui()
  const [checked, setChecked] = useState<{ readonly code: string; readonly good: boolean } | null>(null)
  const [left, setLeft] = useState(given)
  useEffect(() => {
    const code = left?.trim() ?? ''
    if (code === '') return undefined
    let wanted = true
    api
      .checkInvitation({ code })
      .then(({ good }) => (wanted ? setChecked({ code, good }) : undefined))
      // Whether it is good is asked again with the form.
      .catch((error: unknown) => {
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error
      })
    return () => {
      wanted = false
    }
  }, [api, left])

  const known = checked?.code === value.trim() ? checked.good : null
  const bad =
    known === false ? t`This invitation cannot be used, or no longer. Ask for a new one.` : undefined
  return (
    <Field
      label={t`Invitation`}
      hint={known ? <Trans>It is good.</Trans> : <Trans>The code that somebody here gave you.</Trans>}
      value={value}
      onChange={onChange}
      onBlur={() => setLeft(value)}
      fault={fault ?? bad}
      maxLength={64}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck="false"
      autoFocus={given === undefined}
    />
  )
}
