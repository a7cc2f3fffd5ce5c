import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { WorkProgress } from '../robot-check/WorkProgress.tsx'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import styles from './entrance.module.css'

interface CodeStepProps {
  readonly fault: string | null
  readonly busy: boolean
  /** How far the work is that was asked for; null where none was. */
  readonly done: number | null
  readonly onCode: (code: string) => void
  readonly onBack: () => void
}

/** The second step of signing in: a code of the authenticator app, or one of the recovery codes. */
export function CodeStep({ fault, busy, done, onCode, onBack }: CodeStepProps) {
  const { t } = useLingui()
  const [way, setWay] = useState<'app' | 'recovery'>('app')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (code.trim() !== '' && !busy) onCode(code.trim())
  }

  function change(next: 'app' | 'recovery'): void {
    setWay(next)
    setCode('')
    setTried(false)
  }

  const missing = tried && code.trim() === '' ? t`Write the code.` : undefined
  return (
    <Door
      title={<Trans>One more step</Trans>}
      lead={
        way === 'app' ? (
          <Trans>The password is right. Now the code that your authenticator app shows.</Trans>
        ) : (
          <Trans>The password is right. Now one of the recovery codes you kept. Each works once.</Trans>
        )
      }
      foot={
        <Button small onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
      }
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        {way === 'app' ? (
          <Field
            key="app"
            label={t`Code of 6 digits`}
            value={code}
            onChange={setCode}
            fault={missing ?? fault ?? undefined}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            autoFocus
          />
        ) : (
          <Field
            key="recovery"
            label={t`Recovery code`}
            value={code}
            onChange={setCode}
            fault={missing ?? fault ?? undefined}
            autoComplete="off"
            spellCheck="false"
            maxLength={64}
            autoFocus
          />
        )}
        {done === null ? null : <WorkProgress done={done} />}
        <Button type="submit" look="primary" wide pending={busy}>
          {busy ? <Trans>Signing in…</Trans> : <Trans>Sign in</Trans>}
        </Button>
        <Button wide onClick={() => change(way === 'app' ? 'recovery' : 'app')}>
          {way === 'app' ? <Trans>Use a recovery code</Trans> : <Trans>Use the authenticator app</Trans>}
        </Button>
      </form>
    </Door>
  )
}
