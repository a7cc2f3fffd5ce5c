import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { useAttempt } from '../client/use-attempt.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './entrance.module.css'

/** Has the link sent once more, by name alone. What it answers does not say whether there is such an account or address. */
export function AskForVerification({ api }: { readonly api: EntranceApi }) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [username, setUsername] = useState('')
  const [tried, setTried] = useState(false)
  const [sent, setSent] = useState(false)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (username.trim() === '') return
    attempt.run(async () => {
      await api.askForVerification({ username: username.trim() })
      setSent(true)
    })
  }

  if (sent)
    return (
      <p className={styles.words} role="status">
        <Trans>
          If an address of this account waits to be verified, we sent a link to it. It works for a day. If
          nothing comes within some minutes, look among the unwanted mail.
        </Trans>
      </p>
    )
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <Field
        label={t`Username`}
        value={username}
        onChange={setUsername}
        fault={tried && username.trim() === '' ? t`Write your username.` : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
      />
      <Button type="submit" look="primary" wide pending={attempt.busy}>
        <Trans>Send the mail again</Trans>
      </Button>
    </form>
  )
}
