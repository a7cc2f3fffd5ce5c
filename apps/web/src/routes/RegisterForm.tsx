import type { RegistrationMode } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { useClient } from '../client/client-context.ts'
import { beginSession } from '../client/session.ts'
import { faultSentence } from '../language/refusal-sentence.ts'
import { RobotCheck } from '../robot-check/RobotCheck.tsx'
import { useRobotCheck } from '../robot-check/use-robot-check.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './entrance.module.css'
import { RegisterFields } from './RegisterFields.tsx'
import { faultField, inputOf, useRegisterForm, type Applied, type RegisterFaults } from './register-form.ts'

interface RegisterFormProps {
  readonly mode: RegistrationMode
  readonly api: EntranceApi
  /** The account waits for approval. */
  readonly onWaiting: (applied: Applied) => void
}

/** What is asked of whoever opens an account. */
export function RegisterForm({ mode, api, onWaiting }: RegisterFormProps) {
  const { i18n } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const { next, invitation } = useSearch({ from: '/register' })
  const { values, set, findFaults } = useRegisterForm(mode, invitation ?? '')
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

  function refuse(found: RegisterFaults): void {
    setFaults(found)
    setRefused((times) => times + 1)
  }

  async function register(): Promise<void> {
    setBusy(true)
    try {
      const altcha = await check.proof()
      if (altcha === null) return
      const language = i18n.locale === 'de' ? 'de' : 'en'
      const { account, waiting } = await client.api.accounts.createAccount({
        ...inputOf(values, mode),
        altcha,
        language,
      })
      if (waiting) return onWaiting({ username: account.username, told: values.email.trim() !== '' })
      await beginSession(client, account)
      await navigate({ to: next ?? '/channels/@me', replace: true })
    } catch (error) {
      refuse({ [faultField(error)]: faultSentence(i18n, error) })
      check.renew()
    } finally {
      setBusy(false)
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const found = findFaults(check.ticked)
    if (Object.keys(found).length > 0) refuse(found)
    else if (!busy) void register()
  }

  return (
    <form ref={form} className={styles.form} noValidate onSubmit={submit}>
      {faults.form === undefined ? null : <Notice>{faults.form}</Notice>}
      <RegisterFields mode={mode} api={api} values={values} faults={faults} onWrite={write} />
      <RobotCheck check={check} missing={faults.altcha !== undefined} />
      <Button type="submit" look="primary" wide pending={busy}>
        <SubmitWords mode={mode} busy={busy} />
      </Button>
    </form>
  )
}

function SubmitWords({ mode, busy }: { readonly mode: RegistrationMode; readonly busy: boolean }) {
  if (mode === 'approval') return busy ? <Trans>Asking…</Trans> : <Trans>Ask for an account</Trans>
  return busy ? <Trans>Creating your account…</Trans> : <Trans>Create account</Trans>
}

/** To the first field that needs another look, else to the sentence above them all, which a phone may not show. */
function leadToFault(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  if (field) field.focus()
  else form?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' })
}
