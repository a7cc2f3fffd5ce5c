import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { BackToLogin } from './BackToLogin.tsx'
import styles from './entrance.module.css'
import { useNewPassword } from './use-new-password.ts'

interface RecoverByCodeProps {
  readonly api: EntranceApi
  readonly onDone: () => void
  /** The other way. */
  readonly other: ReactNode
}

/** A new password, by one of the recovery codes: works without any e-mail address. */
export function RecoverByCode({ api, onDone, other }: RecoverByCodeProps) {
  const { t } = useLingui()
  const [values, setValues] = useState({ login: '', code: '', password: '' })
  const [tried, setTried] = useState(false)
  const { busy, passwordFault, fault, run } = useNewPassword()

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    const login = values.login.trim()
    const recovery_code = values.code.trim()
    if (login === '' || recovery_code === '' || values.password === '') return
    void run(async () => {
      await api.recoverWithCode({ login, recovery_code, password: values.password })
      onDone()
    })
  }

  const missing = (text: string, sentence: string) => (tried && text.trim() === '' ? sentence : undefined)
  return (
    <Door
      title={<Trans>In with a recovery code</Trans>}
      lead={<Trans>One of the codes you kept when you set up this account. It works once.</Trans>}
      foot={<BackToLogin />}
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        {fault === null ? null : <Notice>{fault.sentence}</Notice>}
        <Field
          label={t`Username or e-mail`}
          value={values.login}
          onChange={(login) => setValues({ ...values, login })}
          fault={missing(values.login, t`Write your username or your e-mail address.`)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck="false"
          autoFocus
        />
        <Field
          label={t`Recovery code`}
          value={values.code}
          onChange={(code) => setValues({ ...values, code })}
          fault={missing(values.code, t`Write the code.`)}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck="false"
        />
        <Field
          label={t`New password`}
          type="password"
          hint={<Trans>At least 8 characters. A few words make a good one.</Trans>}
          value={values.password}
          onChange={(password) => setValues({ ...values, password })}
          fault={missing(values.password, t`Choose a password.`) ?? passwordFault}
          autoComplete="new-password"
        />
        <Button type="submit" look="primary" wide pending={busy}>
          <Trans>Set the password</Trans>
        </Button>
        {other}
      </form>
    </Door>
  )
}
