import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useClient } from '../client/client-context.ts'
import { beginSession } from '../client/session.ts'
import { faultSentence } from '../language/refusal-sentence.ts'
import { RobotCheck } from '../robot-check/RobotCheck.tsx'
import { useRobotCheck } from '../robot-check/use-robot-check.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './entrance.module.css'
import { faultField, useRegisterForm, type RegisterFaults } from './register-form.ts'

export function Register() {
  const { t, i18n } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/register' })
  const { values, set, findFaults } = useRegisterForm()
  const [faults, setFaults] = useState<RegisterFaults>({})
  const [busy, setBusy] = useState(false)
  const [getChallenge] = useState(() => () => client.api.accounts.getChallenge({}))
  const check = useRobotCheck(getChallenge)
  const form = useRef<HTMLFormElement>(null)
  const [refused, setRefused] = useState(0)
  useEffect(() => {
    if (refused > 0) leadToFault(form.current)
  }, [refused])

  /** What was wrong with a field is no longer known once it is another. */
  function write(field: keyof RegisterFaults, changed: Parameters<typeof set>[0]): void {
    set(changed)
    setFaults((before) => ({ ...before, [field]: undefined }))
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const found = findFaults(check.ticked)
    setFaults(found)
    if (Object.keys(found).length > 0) setRefused((times) => times + 1)
    if (Object.keys(found).length > 0 || busy) return
    setBusy(true)
    try {
      const altcha = await check.proof()
      if (altcha === null) return
      const { account } = await client.api.accounts.createAccount({
        username: values.username,
        password: values.password,
        age: Number(values.age),
        altcha,
        ...(values.displayName.trim() !== '' && { display_name: values.displayName }),
      })
      await beginSession(client, account)
      await navigate({ to: next ?? '/channels/@me', replace: true })
    } catch (error) {
      setFaults({ [faultField(error)]: faultSentence(i18n, error) })
      setRefused((times) => times + 1)
      check.renew()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Door
      title={<Trans>Create your account</Trans>}
      lead={<Trans>One account for every server here.</Trans>}
      foot={
        <Trans>
          Already here?{' '}
          <Link to="/login" search={next === undefined ? {} : { next }}>
            Sign in
          </Link>
        </Trans>
      }
    >
      <form ref={form} className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        {faults.form === undefined ? null : <Notice>{faults.form}</Notice>}
        <Field
          label={t`Username`}
          hint={<Trans>Letters a to z, digits, . and _. Everyone sees it.</Trans>}
          value={values.username}
          onChange={(username) => write('username', { username })}
          fault={faults.username}
          autoComplete="username"
          spellCheck="false"
          autoFocus
        />
        <Field
          label={t`Display name`}
          hint={<Trans>If you like; shown instead of the username.</Trans>}
          value={values.displayName}
          onChange={(displayName) => write('display_name', { displayName })}
          fault={faults.display_name}
          autoComplete="nickname"
        />
        <Field
          label={t`Password`}
          type="password"
          hint={<Trans>At least 8 characters. A few words make a good one.</Trans>}
          value={values.password}
          onChange={(password) => write('password', { password })}
          fault={faults.password}
          autoComplete="new-password"
        />
        <Field
          label={t`Age`}
          hint={<Trans>In years. Looked at once, now, and not kept.</Trans>}
          value={values.age}
          onChange={(age) => write('age', { age })}
          fault={faults.age}
          inputMode="numeric"
          autoComplete="off"
        />
        <RobotCheck check={check} missing={faults.altcha !== undefined} />
        <Button type="submit" look="primary" wide pending={busy}>
          {busy ? <Trans>Creating your account…</Trans> : <Trans>Create account</Trans>}
        </Button>
      </form>
    </Door>
  )
}

/** To the first field that needs another look, else to the sentence above them all, which a phone may not show. */
function leadToFault(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('input[aria-invalid="true"]')
  if (field) field.focus()
  else form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' })
}
