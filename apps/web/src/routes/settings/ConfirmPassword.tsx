import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import styles from './Settings.module.css'

/** Asks for the password once more, before something that matters. */
export function ConfirmPassword({ onDone }: { readonly onDone: (confirmed: boolean) => void }) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  const [password, setPassword] = useState('')
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    attempt.run(async () => {
      await client.api.accounts.confirmPassword({ password })
      onDone(true)
    })
  }
  return (
    <Dialog title={t`Is it you?`} onClose={() => onDone(false)}>
      <form className={styles.section} noValidate onSubmit={submit}>
        <p className={styles.lead}>
          <Trans>Your last sign-in was some time ago. Write your password to go on.</Trans>
        </p>
        <Field
          label={t`Password`}
          type="password"
          value={password}
          onChange={setPassword}
          fault={attempt.fault ?? undefined}
          autoComplete="current-password"
          autoFocus
        />
        <DialogButtons>
          <Button onClick={() => onDone(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={password === ''}>
            <Trans>Confirm</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
