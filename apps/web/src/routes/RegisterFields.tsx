import type { RegistrationMode } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { Field } from '../ui/Field.tsx'
import { InvitationField } from './InvitationField.tsx'
import type { RegisterFaults, RegisterValues } from './register-form.ts'

interface RegisterFieldsProps {
  readonly mode: RegistrationMode
  readonly api: EntranceApi
  readonly values: RegisterValues
  readonly faults: RegisterFaults
  readonly onWrite: (field: keyof RegisterFaults, changed: Partial<RegisterValues>) => void
}

/** What is asked of whoever opens an account, and of each thing who sees it. */
export function RegisterFields({ mode, api, values, faults, onWrite }: RegisterFieldsProps) {
  const { t } = useLingui()
  const { invitation } = useSearch({ from: '/register' })
  return (
    <>
      {mode === 'invite' ? (
        <InvitationField
          api={api}
          given={invitation}
          value={values.invitation}
          fault={faults.invitation}
          onChange={(changed) => onWrite('invitation', { invitation: changed })}
        />
      ) : null}
      <Field
        label={t`Username`}
        hint={<Trans>Letters a to z, digits, . and _. Everyone sees it.</Trans>}
        value={values.username}
        onChange={(username) => onWrite('username', { username })}
        fault={faults.username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
        autoFocus={mode !== 'invite' || invitation !== undefined}
      />
      <Field
        label={t`Display name`}
        hint={<Trans>If you like; shown instead of the username.</Trans>}
        value={values.displayName}
        onChange={(displayName) => onWrite('display_name', { displayName })}
        fault={faults.display_name}
        autoComplete="nickname"
      />
      <Field
        label={t`Password`}
        type="password"
        hint={<Trans>At least 8 characters. A few words make a good one.</Trans>}
        value={values.password}
        onChange={(password) => onWrite('password', { password })}
        fault={faults.password}
        autoComplete="new-password"
      />
      <Field
        label={t`E-mail`}
        type="email"
        hint={
          <Trans>
            If you like; a way back in when you forget the password. Seen by whoever runs this server, and by
            nobody else.
          </Trans>
        }
        value={values.email}
        onChange={(email) => onWrite('email', { email })}
        fault={faults.email}
        autoComplete="email"
      />
      <Field
        label={t`Age`}
        hint={<Trans>In years. Looked at once, now, and not kept.</Trans>}
        value={values.age}
        onChange={(age) => onWrite('age', { age })}
        fault={faults.age}
        inputMode="numeric"
        autoComplete="off"
      />
      {mode === 'approval' ? (
        <Field
          label={t`About you`}
          hint={
            <Trans>
              Why you would like to be here. Read by those who decide, and deleted with their answer.
            </Trans>
          }
          value={values.reason}
          onChange={(reason) => onWrite('reason', { reason })}
          fault={faults.reason}
          rows={3}
          maxLength={500}
        />
      ) : null}
    </>
  )
}
