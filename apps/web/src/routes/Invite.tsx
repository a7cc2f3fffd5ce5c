import type { Invite as WireInvite } from '@alles/chat/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useClient, useClientState } from '../client/client-context.ts'
import { joinGuild } from '../client/guilds.ts'
import { faultSentence } from '../language/refusal-sentence.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'
import { initials } from '../ui/initials.ts'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import styles from './entrance.module.css'

type Found = { kind: 'loading' } | { kind: 'found'; invite: WireInvite } | { kind: 'fault'; sentence: string }

/** What an invite leads to, before anything is asked of whoever follows it. */
export function Invite() {
  const { i18n } = useLingui()
  const client = useClient()
  const { code } = useParams({ from: '/invite/$code' })
  const signedIn = useClientState((state) => state.session.kind === 'signed-in')
  const [found, setFound] = useState<Found>({ kind: 'loading' })

  useEffect(() => {
    let wanted = true
    const show = (next: Found) => {
      if (wanted) setFound(next)
    }
    client.api.chat
      .getInvite({ code, with_counts: true })
      .then((invite) => show({ kind: 'found', invite }))
      .catch((error: unknown) => show({ kind: 'fault', sentence: faultSentence(i18n, error) }))
    return () => {
      wanted = false
    }
  }, [client, code, i18n])

  if (found.kind === 'fault')
    return (
      <Door
        title={<Trans>This invite does not work</Trans>}
        foot={
          <Link to="/channels/@me">
            <Trans>Back to your servers</Trans>
          </Link>
        }
      >
        <p>{found.sentence}</p>
      </Door>
    )
  return (
    <Door title={<Trans>You are invited</Trans>}>
      {found.kind === 'loading' ? (
        <div className={styles.guild}>
          <Skeleton height={72} round />
          <Skeleton width={60} height={22} />
          <Skeleton width={30} />
        </div>
      ) : (
        <GuildCard invite={found.invite} />
      )}
      {signedIn ? (
        <Join invite={found.kind === 'found' ? found.invite : null} />
      ) : (
        <SignInFirst code={code} />
      )}
    </Door>
  )
}

function GuildCard({ invite }: { readonly invite: WireInvite }) {
  const count = invite.approximate_member_count
  return (
    <div className={styles.guild}>
      <span className={styles.tile} aria-hidden="true">
        {initials(invite.guild.name)}
      </span>
      <p className={styles.name}>{invite.guild.name}</p>
      {count === undefined ? null : (
        <p className={styles.count}>
          <Plural value={count} one="# member" other="# members" />
        </p>
      )}
    </div>
  )
}

function Join({ invite }: { readonly invite: WireInvite | null }) {
  const { i18n } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function join(): Promise<void> {
    if (invite === null) return
    setBusy(true)
    setFault(null)
    try {
      const channel = await joinGuild(client, invite.code)
      await navigate({ to: '/channels/$guildId/$channelId', params: channel, replace: true })
    } catch (error) {
      setFault(faultSentence(i18n, error))
      setBusy(false)
    }
  }

  const name = invite?.guild.name
  return (
    <div className={styles.choices}>
      {fault === null ? null : <Notice>{fault}</Notice>}
      <Button look="primary" wide disabled={invite === null} pending={busy} onClick={() => void join()}>
        {name === undefined ? <Trans>Join</Trans> : <Trans>Join {name}</Trans>}
      </Button>
    </div>
  )
}

function SignInFirst({ code }: { readonly code: string }) {
  const search = { next: `/invite/${encodeURIComponent(code)}` }
  return (
    <div className={styles.choices}>
      <Link to="/register" search={search} className={styles.main}>
        <Trans>Create an account to join</Trans>
      </Link>
      <Link to="/login" search={search} className={styles.link}>
        <Trans>Sign in to join</Trans>
      </Link>
    </div>
  )
}
