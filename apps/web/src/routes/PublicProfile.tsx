import { refusals } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { createFacesApi } from '../api/accounts-clients.ts'
import { useClient, useClientState } from '../client/client-context.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { Gem } from '../ui/Gem.tsx'
import { ProfileCard } from '../ui/ProfileCard.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import styles from './PublicProfile.module.css'
import { useLoaded } from './settings/use-loaded.ts'

/** What anybody may see of an account, at `/@name`. */
export function PublicProfile() {
  const { t } = useLingui()
  const client = useClient()
  const { name } = useParams({ from: '/@{$name}' })
  const load = useMemo(() => {
    const api = createFacesApi(client.api.transport)
    return () => findProfile(api, name)
  }, [client, name])
  const loaded = useLoaded(load)

  if (loaded.kind === 'failed')
    return (
      <Door title={<Trans>That did not work</Trans>}>
        <p role="alert">{loaded.sentence}</p>
        <Button look="primary" wide onClick={loaded.again}>
          {t`Try again`}
        </Button>
      </Door>
    )
  if (loaded.kind === 'loaded' && loaded.value === null) return <Nobody name={name} />
  return (
    <div className={styles.page}>
      <main className={styles.column}>
        {loaded.kind === 'loaded' && loaded.value !== null ? (
          <ProfileCard profile={loaded.value} heading="h1" badge={loaded.value.bot ? <App /> : null}>
            {loaded.value.public ? null : (
              <p className={styles.private}>
                <Trans>This account is private. Others see its names and picture.</Trans>
              </p>
            )}
          </ProfileCard>
        ) : (
          <Waiting />
        )}
        <Onward />
      </main>
    </div>
  )
}

/** Null where there is no such account. */
async function findProfile(api: ReturnType<typeof createFacesApi>, username: string) {
  try {
    return (await api.getProfile({ username })).profile
  } catch (error) {
    if (error instanceof Refusal && error.kind.code === refusals.no_such_account.code) return null
    throw error
  }
}

function App() {
  return (
    <span className={styles.badge}>
      <Trans>app</Trans>
    </span>
  )
}

function Nobody({ name }: { readonly name: string }) {
  return (
    <Door title={<Trans>Nobody of that name</Trans>} foot={<Onward />}>
      <p>
        <Trans>There is no account @{name} here. It may have been renamed or deleted.</Trans>
      </p>
    </Door>
  )
}

function Waiting() {
  const { t } = useLingui()
  return (
    <div className={styles.waiting} aria-busy="true">
      <h1 className="unseen">{t`Profile`}</h1>
      <Skeleton height={160} />
      <Skeleton height={72} round />
      <Skeleton width={40} height={24} />
      <Skeleton width={70} />
    </div>
  )
}

function Onward() {
  const signedIn = useClientState(({ session }) => session.kind === 'signed-in')
  return (
    <p className={styles.foot}>
      <Gem size={18} />
      {signedIn ? (
        <Link to="/channels/@me">
          <Trans>Back to your servers</Trans>
        </Link>
      ) : (
        <Link to="/login">
          <Trans>Sign in</Trans>
        </Link>
      )}
    </p>
  )
}
