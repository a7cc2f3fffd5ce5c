import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { useAttempt } from '../client/use-attempt.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { BackToLogin } from './BackToLogin.tsx'
import styles from './entrance.module.css'

interface RecoverByMailProps {
  readonly api: EntranceApi
  /** The other way. */
  readonly other: ReactNode
}

/** Asks for a link by mail. What it answers does not say whether there is such an account or address. */
export function RecoverByMail({ api, other }: RecoverByMailProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [login, setLogin] = useState('')
  const [tried, setTried] = useState(false)
  const [sent, setSent] = useState(false)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (login.trim() === '') return
    attempt.run(async () => {
      await api.startRecovery({ login: login.trim() })
      setSent(true)
    })
  }

  if (sent)
    return (
      <Door title={<Trans>Look into your mail</Trans>} foot={<BackToLogin />}>
        <div className={styles.words} role="status">
          <p>
            <Trans>
              If there is an address for this account, we sent a link to it. It works once, and for an hour.
              If nothing comes within some minutes, look among the unwanted mail.
            </Trans>
          </p>
          <p>
            <Trans>
              An address that was never verified gets none.{' '}
              <Link to="/verify-email">Have the mail sent that verifies it</Link>
            </Trans>
          </p>
        </div>
        {other}
      </Door>
    )
  return (
    <Door
      title={<Trans>Forgot your password?</Trans>}
      lead={<Trans>We send a link to the e-mail address of your account, if you left one.</Trans>}
      foot={<BackToLogin />}
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <Field
          label={t`Username or e-mail`}
          value={login}
          onChange={setLogin}
          fault={tried && login.trim() === '' ? t`Write your username or your e-mail address.` : undefined}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck="false"
          autoFocus
        />
        <Button type="submit" look="primary" wide pending={attempt.busy}>
          <Trans>Send me a link</Trans>
        </Button>
        {other}
      </form>
    </Door>
  )
}
