import { refusals, type Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import type { WhySignedOut } from '../client/client.ts'
import { useClient, useClientState } from '../client/client-context.ts'
import { beginSession } from '../client/session.ts'
import { isRefused, signIn } from '../client/sign-in.ts'
import { faultSentence } from '../language/refusal-sentence.ts'
import { useSolver } from '../robot-check/use-solver.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { WorkProgress } from '../robot-check/WorkProgress.tsx'
import { CodeStep } from './CodeStep.tsx'
import styles from './entrance.module.css'
import { usePasskeySignIn } from './use-passkey-sign-in.ts'

/** Signing in: with a name and a password and what else is set, or with a passkey alone. */
export function Login() {
  const { t, i18n } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/login' })
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [askCode, setAskCode] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState<'password' | 'passkey' | null>(null)
  const why = useClientState(({ session }) => (session.kind === 'signed-out' ? session.why : 'none'))
  const { solve, done } = useSolver()
  const passkey = usePasskeySignIn((account) => void enter(account).catch(setFault), setFault)

  async function enter(account: Account): Promise<void> {
    await beginSession(client, account)
    await navigate({ to: next ?? '/channels/@me', replace: true })
  }

  async function attempt(way: 'password' | 'passkey', find: () => Promise<Account | null>): Promise<void> {
    setBusy(way)
    setFault(null)
    try {
      const account = await find()
      if (account) await enter(account)
    } catch (error) {
      if (isRefused(error, refusals.second_factor_required.code)) setAskCode(true)
      else setFault(error)
    } finally {
      setBusy(null)
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (login === '' || password === '' || busy !== null) return
    void attempt('password', () => signIn(client.api, { login, password, code: null }, solve))
  }

  if (askCode)
    return (
      <CodeStep
        fault={fault === null ? null : faultSentence(i18n, fault)}
        busy={busy === 'password'}
        done={done}
        onCode={(code) =>
          void attempt('password', () => signIn(client.api, { login, password, code }, solve))
        }
        onBack={() => {
          setAskCode(false)
          setFault(null)
        }}
      />
    )
  return (
    <Door
      title={why === 'erasure' ? <Trans>Goodbye</Trans> : <Trans>Good to see you</Trans>}
      lead={<Lead why={why} />}
      foot={
        <Trans>
          New here?{' '}
          <Link to="/register" search={next === undefined ? {} : { next }}>
            Create an account
          </Link>
        </Trans>
      }
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        <Fault error={fault} />
        <Field
          label={t`Username or e-mail`}
          value={login}
          onChange={setLogin}
          fault={tried && login === '' ? t`Write your username or your e-mail address.` : undefined}
          autoComplete="username webauthn"
          spellCheck="false"
          autoCapitalize="none"
          autoFocus
        />
        <div className={styles.password}>
          <Field
            label={t`Password`}
            type="password"
            value={password}
            onChange={setPassword}
            fault={tried && password === '' ? t`Write your password.` : undefined}
            autoComplete="current-password"
          />
          <Link to="/recover" className={styles.forgot}>
            <Trans>Forgot your password?</Trans>
          </Link>
        </div>
        {done === null ? null : <WorkProgress done={done} />}
        <Button type="submit" look="primary" wide pending={busy !== null}>
          {busy === 'password' ? <Trans>Signing in…</Trans> : <Trans>Sign in</Trans>}
        </Button>
      </form>
      {passkey.possible ? (
        <div className={styles.other}>
          <span className={styles.or}>
            <Trans>or</Trans>
          </span>
          <Button wide pending={busy !== null} onClick={() => void attempt('passkey', passkey.ask)}>
            <KeyRound size={16} aria-hidden="true" />
            <Trans>Sign in with a passkey</Trans>
          </Button>
        </div>
      ) : null}
    </Door>
  )
}

/** Why it did not work; whoever waits for approval can have the mail sent again that proves their address. */
function Fault({ error }: { readonly error: unknown }) {
  const { i18n } = useLingui()
  if (error === null) return null
  return (
    <>
      <Notice>{faultSentence(i18n, error)}</Notice>
      {isRefused(error, refusals.awaiting_approval.code) ? (
        <Link to="/verify-email" className={styles.forgot}>
          <Trans>Send the mail with the link to my address again</Trans>
        </Link>
      ) : null}
    </>
  )
}

/** Whoever did not go themselves is told why they stand here. */
function Lead({ why }: { readonly why: WhySignedOut }) {
  if (why === 'erasure')
    return <Trans>Your account is being deleted, as you asked. Nobody can sign in with it any more.</Trans>
  if (why === 'ended') return <Trans>You were signed out here. Sign in again to go on where you left.</Trans>
  return <Trans>Sign in to go on where you left.</Trans>
}
