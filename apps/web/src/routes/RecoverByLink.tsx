import { refusals } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { BackToLogin } from './BackToLogin.tsx'
import styles from './entrance.module.css'
import { useNewPassword } from './use-new-password.ts'

interface RecoverByLinkProps {
  readonly api: EntranceApi
  /** Of the link in the mail. */
  readonly token: string
  readonly onDone: () => void
  /** The link is of no use; another one is wanted. */
  readonly onAgain: () => void
}

/** A new password, by the link of a mail. */
export function RecoverByLink({ api, token, onDone, onAgain }: RecoverByLinkProps) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, passwordFault, fault, run } = useNewPassword()

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (password === '') return
    void run(async () => {
      await api.finishRecovery({ token, password })
      onDone()
    })
  }

  if (fault?.code === refusals.unknown_recovery_token.code)
    return (
      <Door title={<Trans>This link is of no use any more</Trans>} foot={<BackToLogin />}>
        <p role="alert">{fault.sentence}</p>
        <Button look="primary" wide onClick={onAgain}>
          <Trans>Ask for a new one</Trans>
        </Button>
      </Door>
    )
  return (
    <Door
      title={<Trans>A new password</Trans>}
      lead={<Trans>You will be signed out everywhere, so that nobody else stays in.</Trans>}
      foot={<BackToLogin />}
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        {fault === null ? null : <Notice>{fault.sentence}</Notice>}
        <Field
          label={t`New password`}
          type="password"
          hint={<Trans>At least 8 characters. A few words make a good one.</Trans>}
          value={password}
          onChange={setPassword}
          fault={tried && password === '' ? t`Choose a password.` : passwordFault}
          autoComplete="new-password"
          autoFocus
        />
        <Button type="submit" look="primary" wide pending={busy}>
          <Trans>Set the password</Trans>
        </Button>
      </form>
    </Door>
  )
}
