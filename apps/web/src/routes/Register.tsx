import type { RegistrationRules } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { createEntranceApi, type EntranceApi } from '../api/accounts-clients.ts'
import { useClient } from '../client/client-context.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import styles from './entrance.module.css'
import { RegisterForm } from './RegisterForm.tsx'
import type { Applied } from './register-form.ts'
import { SendAgain } from './SendAgain.tsx'
import { useLoaded } from './settings/use-loaded.ts'

/** Opening an account, as far as this instance lets people. */
export function Register() {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createEntranceApi(client.api.transport))
  const [load] = useState(() => () => api.getRegistrationRules({}))
  const loaded = useLoaded(load)
  const [waiting, setWaiting] = useState<Applied | null>(null)

  if (waiting) return <Waiting {...waiting} api={api} />
  if (loaded.kind === 'failed')
    return (
      <Door title={<Trans>Create your account</Trans>} foot={<ToLogin />}>
        <p>{loaded.sentence}</p>
        <Button look="primary" wide onClick={loaded.again}>
          {t`Try again`}
        </Button>
      </Door>
    )
  if (loaded.kind === 'loading')
    return (
      <Door title={<Trans>Create your account</Trans>} lead={<Skeleton width={70} />} foot={<ToLogin />}>
        <div className={styles.form} aria-busy="true">
          {['username', 'name', 'password', 'age', 'button'].map((field) => (
            <Skeleton key={field} height={58} />
          ))}
        </div>
      </Door>
    )
  if (loaded.value.mode === 'closed') return <Closed />
  return (
    <Door
      title={<Trans>Create your account</Trans>}
      lead={<Lead mode={loaded.value.mode} />}
      foot={<ToLogin />}
    >
      <RegisterForm mode={loaded.value.mode} api={api} onWaiting={setWaiting} />
    </Door>
  )
}

function Lead({ mode }: Pick<RegistrationRules, 'mode'>): ReactNode {
  if (mode === 'approval')
    return <Trans>Somebody who looks after this server lets people in one by one.</Trans>
  if (mode === 'invite') return <Trans>Accounts are opened by invitation here.</Trans>
  return <Trans>One account for every server here.</Trans>
}

function Closed() {
  return (
    <Door title={<Trans>No new accounts</Trans>} foot={<ToLogin />}>
      <p>
        <Trans>
          New accounts cannot be opened here at the moment. If somebody you know runs this server, ask them.
        </Trans>
      </p>
    </Door>
  )
}

/** The account is there, and an administrator decides whether it may be used. */
function Waiting({ username, told, api }: Applied & { readonly api: EntranceApi }) {
  return (
    <Door title={<Trans>Now somebody decides</Trans>} foot={<ToLogin />}>
      <div className={styles.words} role="status">
        <p>
          <Trans>
            What you wrote has arrived. Somebody who looks after this server reads it and decides. Until then
            you cannot sign in.
          </Trans>
        </p>
        <p>
          {told ? (
            <Trans>
              A mail is on its way to you. Follow the link in it within a day: then you will be told by mail,
              whatever the answer is.
            </Trans>
          ) : (
            <Trans>You left no e-mail address, so nobody can tell you. Try to sign in now and then.</Trans>
          )}
        </p>
      </div>
      {told ? <SendAgain username={username} api={api} /> : null}
    </Door>
  )
}

function ToLogin() {
  const { next } = useSearch({ from: '/register' })
  return (
    <Trans>
      Already here?{' '}
      <Link to="/login" search={next === undefined ? {} : { next }}>
        Sign in
      </Link>
    </Trans>
  )
}
