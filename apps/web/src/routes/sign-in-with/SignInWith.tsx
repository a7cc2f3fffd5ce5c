import type { Interaction } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import type { Client } from '../../client/client.ts'
import { useClient } from '../../client/client-context.ts'
import { signOut } from '../../client/session.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Door } from '../../ui/Door.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { usePageTitle } from '../use-page-title.ts'
import { applicationFault, faultCode } from './application-fault.ts'
import { ApplicationLogo } from './ApplicationLogo.tsx'
import { AskingApplication } from './AskingApplication.tsx'
import styles from './Consent.module.css'
import { ConsentSkeleton } from './ConsentSkeleton.tsx'
import { isPlaceToGo } from './consent-policy.ts'
import { Decision } from './Decision.tsx'
import { SignInFault } from './SignInFault.tsx'
import { useInteraction } from './use-interaction.ts'

/** What an application sends people to: who asks, as whom they go on, and what it gets. */
export function SignInWith() {
  const { uid } = useParams({ from: '/sign-in-with/$uid' })
  return <Asked key={uid} uid={uid} />
}

function Asked({ uid }: { readonly uid: string }) {
  const client = useClient()
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const { found, readAgain } = useInteraction(api, uid)
  if (found.kind === 'failed')
    return <SignInFault code={found.code} sentence={found.sentence} onAgain={() => void readAgain()} />
  if (found.kind === 'loading') return <ConsentSkeleton />
  if (found.interaction.needs === 'sign_in') return <ToSignIn uid={uid} />
  return <Consent api={api} interaction={found.interaction} readAgain={readAgain} />
}

/** Nobody is signed in: to the sign-in, and back here. */
function ToSignIn({ uid }: { readonly uid: string }) {
  const client = useClient()
  const navigate = useNavigate()
  const { i18n } = useLingui()
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    const go = async () => {
      await learnWhetherSignedIn(client)
      await navigate({ to: '/login', search: { next: `/sign-in-with/${uid}` }, replace: true })
    }
    go().catch((error: unknown) => setFault(applicationFault(i18n, error)))
  }, [client, navigate, uid, i18n])
  if (fault === null) return <ConsentSkeleton />
  return <SignInFault code={null} sentence={fault} onAgain={() => window.location.reload()} />
}

/** This tab may not know yet that its session is over; the answer makes it know. */
async function learnWhetherSignedIn(client: Client): Promise<void> {
  if (client.store.getState().session.kind !== 'signed-in') return
  await client.api.accounts.getSession({}).catch((error: unknown) => {
    if (faultCode(error) !== 'not_signed_in') throw error
  })
}

interface ConsentProps {
  readonly api: ReturnType<typeof createApplicationsApi>
  readonly interaction: Interaction
  readonly readAgain: () => Promise<void>
}

function Consent({ api, interaction, readAgain }: ConsentProps) {
  const { t } = useLingui()
  const { uid, application } = interaction
  const { name, host } = application
  const [leaving, setLeaving] = useState(false)
  usePageTitle(t`Sign in to ${name}`)

  function go(location: string): void {
    if (!isPlaceToGo(location)) throw new Error('This is no address to go to')
    setLeaving(true)
    window.location.replace(location)
  }

  async function allow(account: string, scopes: Interaction['scopes']): Promise<void> {
    try {
      go((await api.allowInteraction({ uid, account, scopes })).location)
    } catch (error) {
      // Something is another than this page shows; it shows what is now.
      if (['unknown_account', 'not_signed_in', 'unknown_interaction'].includes(faultCode(error) ?? ''))
        await readAgain()
      throw error
    }
  }

  return (
    <Door
      wide
      picture={<ApplicationLogo application={application} />}
      title={<Trans>Sign in to {name}</Trans>}
      lead={
        host === null ? undefined : (
          <Trans>
            It sends you back to <b className={styles.host}>{host}</b>.
          </Trans>
        )
      }
      foot={<SomebodyElse uid={uid} />}
    >
      <AskingApplication application={application} />
      <Decision
        asked={interaction}
        decided={leaving}
        onAllow={allow}
        onDeny={async () => go((await api.denyInteraction({ uid })).location)}
      />
      <p role="status" className={styles.ask}>
        {leaving && host !== null ? <Trans>Taking you back to {host} …</Trans> : null}
      </p>
    </Door>
  )
}

/** On a computer that others use too: out, and in as oneself. */
function SomebodyElse({ uid }: { readonly uid: string }) {
  const client = useClient()
  const navigate = useNavigate()
  const attempt = useAttempt(applicationFault)
  return (
    <>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <Trans>
        None of these is you?{' '}
        <button
          type="button"
          className={styles.link}
          onClick={() =>
            attempt.run(async () => {
              await signOut(client)
              await navigate({ to: '/login', search: { next: `/sign-in-with/${uid}` }, replace: true })
            })
          }
        >
          Sign out here and sign in
        </button>
      </Trans>
    </>
  )
}
