import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { createEntranceApi } from '../api/accounts-clients.ts'
import { useClient } from '../client/client-context.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import styles from './entrance.module.css'
import { RecoverByCode } from './RecoverByCode.tsx'
import { RecoverByLink } from './RecoverByLink.tsx'
import { RecoverByMail } from './RecoverByMail.tsx'
import { useFragmentToken } from './use-fragment-token.ts'

type Step = 'mail' | 'code' | 'link' | 'done'

/** The ways back in for whoever forgot their password: a link by mail, or one of the recovery codes. */
export function Recover() {
  const token = useFragmentToken()
  return <Steps key={token} token={token} />
}

function Steps({ token }: { readonly token: string | null }) {
  const client = useClient()
  const [api] = useState(() => createEntranceApi(client.api.transport))
  const [step, setStep] = useState<Step>(token === null ? 'mail' : 'link')
  if (step === 'done') return <Done />
  if (step === 'link')
    return (
      <RecoverByLink
        api={api}
        token={token ?? ''}
        onDone={() => setStep('done')}
        onAgain={() => setStep('mail')}
      />
    )
  return step === 'mail' ? (
    <RecoverByMail
      api={api}
      other={
        <Button wide onClick={() => setStep('code')}>
          <Trans>Use a recovery code</Trans>
        </Button>
      }
    />
  ) : (
    <RecoverByCode
      api={api}
      onDone={() => setStep('done')}
      other={
        <Button wide onClick={() => setStep('mail')}>
          <Trans>Get a link by mail</Trans>
        </Button>
      }
    />
  )
}

function Done() {
  return (
    <Door title={<Trans>Your password is changed</Trans>}>
      <div className={styles.words} role="status">
        <p>
          <Trans>
            You were signed out everywhere. Sign in with the new password; a second factor is asked for as
            ever.
          </Trans>
        </p>
      </div>
      <Link to="/login" className={styles.main}>
        <Trans>Sign in</Trans>
      </Link>
    </Door>
  )
}
