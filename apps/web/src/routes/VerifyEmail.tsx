import { refusals as mailRefusals } from '@alles/mail/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { createEntranceApi, type EntranceApi } from '../api/accounts-clients.ts'
import { useClient, useClientState } from '../client/client-context.ts'
import { isRefused } from '../client/sign-in.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { AskForVerification } from './AskForVerification.tsx'
import styles from './entrance.module.css'
import { useLoaded } from './settings/use-loaded.ts'
import { useFragmentToken } from './use-fragment-token.ts'

/** Where the link of a mail leads that proves an address: it is proved by coming here. */
export function VerifyEmail() {
  const token = useFragmentToken()
  const client = useClient()
  const [api] = useState(() => createEntranceApi(client.api.transport))
  return token === null ? <NoLink api={api} /> : <Verification key={token} token={token} api={api} />
}

/** Whoever comes without the link wants the mail with it. */
function NoLink({ api }: { readonly api: EntranceApi }) {
  return (
    <Door
      title={<Trans>Your e-mail address</Trans>}
      lead={<Trans>Follow the link in the mail we sent you, or have it sent again.</Trans>}
      foot={<Onward />}
    >
      <Again api={api} />
    </Door>
  )
}

function Again({ api }: { readonly api: EntranceApi }) {
  const signedIn = useSignedIn()
  return signedIn ? (
    <p className={styles.words}>
      <Trans>In the settings, under E-mail, you can have the mail sent again.</Trans>
    </p>
  ) : (
    <AskForVerification api={api} />
  )
}

function Verification({ token, api }: { readonly token: string; readonly api: EntranceApi }) {
  const [load] = useState(() => () => isVerified(api, token))
  const loaded = useLoaded(load)
  if (loaded.kind === 'loading')
    return (
      <Door title={<Trans>Your e-mail address</Trans>}>
        <div className={styles.words} aria-busy="true">
          <Skeleton />
          <Skeleton width={60} />
        </div>
      </Door>
    )
  if (loaded.kind === 'failed')
    return (
      <Door title={<Trans>The address is not verified</Trans>} foot={<Onward />}>
        <p role="alert">{loaded.sentence}</p>
        <Button look="primary" wide onClick={loaded.again}>
          <TryAgain />
        </Button>
      </Door>
    )
  if (!loaded.value)
    return (
      <Door title={<Trans>The address is not verified</Trans>} foot={<Onward />}>
        <p role="alert">
          <Trans>This link has expired or was used before.</Trans>
        </p>
        <Again api={api} />
      </Door>
    )
  return (
    <Door title={<Trans>The address is yours</Trans>} foot={<Onward />}>
      <p role="status">
        <Trans>Mail about your account goes there from now on, and you can get back in with it.</Trans>
      </p>
    </Door>
  )
}

/** False where the link is of no use: it was used before, or is too old. */
async function isVerified(api: EntranceApi, token: string): Promise<boolean> {
  try {
    await api.verifyContact({ token })
    return true
  } catch (error) {
    if (isRefused(error, mailRefusals.unknown_mail_token.code)) return false
    throw error
  }
}

function TryAgain() {
  const { t } = useLingui()
  return t`Try again`
}

/** Whoever follows the link may be signed in, or be on another device. */
function Onward() {
  return useSignedIn() ? (
    <Link to="/channels/@me">
      <Trans>Back to your servers</Trans>
    </Link>
  ) : (
    <Link to="/login">
      <Trans>Sign in</Trans>
    </Link>
  )
}

function useSignedIn(): boolean {
  return useClientState(({ session }) => session.kind === 'signed-in')
}
