import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import type { WhySignedOut } from '../client/client.ts'
import { useClient, useClientState } from '../client/client-context.ts'
import { beginSession } from '../client/session.ts'
import { faultSentence } from '../language/refusal-sentence.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './entrance.module.css'

export function Login() {
  const { t, i18n } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/login' })
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const why = useClientState(({ session }) => (session.kind === 'signed-out' ? session.why : 'none'))

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setTried(true)
    if (login === '' || password === '' || busy) return
    setBusy(true)
    setFault(null)
    try {
      const { account } = await client.api.accounts.signIn({ login, password })
      await beginSession(client, account)
      await navigate({ to: next ?? '/channels/@me', replace: true })
    } catch (error) {
      setFault(faultSentence(i18n, error))
    } finally {
      setBusy(false)
    }
  }

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
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        {fault === null ? null : <Notice>{fault}</Notice>}
        <Field
          label={t`Username`}
          value={login}
          onChange={setLogin}
          fault={tried && login === '' ? t`Write your username.` : undefined}
          autoComplete="username"
          spellCheck="false"
          autoFocus
        />
        <Field
          label={t`Password`}
          type="password"
          value={password}
          onChange={setPassword}
          fault={tried && password === '' ? t`Write your password.` : undefined}
          autoComplete="current-password"
        />
        <Button type="submit" look="primary" wide pending={busy}>
          {busy ? <Trans>Signing in…</Trans> : <Trans>Sign in</Trans>}
        </Button>
      </form>
    </Door>
  )
}

/** Whoever did not go themselves is told why they stand here. */
function Lead({ why }: { readonly why: WhySignedOut }) {
  if (why === 'erasure')
    return <Trans>Your account is being deleted, as you asked. Nobody can sign in with it any more.</Trans>
  if (why === 'ended') return <Trans>You were signed out here. Sign in again to go on where you left.</Trans>
  return <Trans>Sign in to go on where you left.</Trans>
}
