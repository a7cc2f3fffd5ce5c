import { refusals } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useClient } from '../../client/client-context.ts'
import { isRefused } from '../../client/sign-in.ts'
import { faultSentence } from '../../language/refusal-sentence.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import styles from './Settings.module.css'

interface ConfirmByPasswordProps {
  /** Whether the password alone does not suffice. */
  readonly second: boolean
  readonly onDone: (confirmed: boolean) => void
}

interface Faults {
  readonly password?: string
  readonly code?: string
}

/** The password once more, and the code of the second factor where there is one. */
export function ConfirmByPassword({ second, onDone }: ConfirmByPasswordProps) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [askCode, setAskCode] = useState(second)
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)

  async function confirm(): Promise<void> {
    setBusy(true)
    setFaults({})
    try {
      await client.api.accounts.confirmPassword({ password, code: code.trim() || null })
      onDone(true)
    } catch (error) {
      const needsCode = isRefused(error, refusals.code_required.code)
      if (needsCode) setAskCode(true)
      const sentence = faultSentence(i18n, error)
      setFaults(
        needsCode || isRefused(error, refusals.wrong_code.code) ? { code: sentence } : { password: sentence },
      )
      setBusy(false)
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (password !== '' && !busy) void confirm()
  }

  return (
    <form className={styles.fields} noValidate onSubmit={submit}>
      <Field
        label={t`Password`}
        type="password"
        value={password}
        onChange={setPassword}
        fault={faults.password}
        autoComplete="current-password"
        autoFocus
      />
      {askCode ? (
        <Field
          label={t`Code`}
          hint={<Trans>Of your authenticator app, or one of your recovery codes.</Trans>}
          value={code}
          onChange={setCode}
          fault={faults.code}
          autoComplete="one-time-code"
          maxLength={64}
        />
      ) : null}
      <DialogButtons>
        <Button onClick={() => onDone(false)}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" pending={busy} disabled={password === ''}>
          <Trans>Confirm</Trans>
        </Button>
      </DialogButtons>
    </form>
  )
}
