import type { SignIn } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { SecurityApi } from '../../../api/accounts-clients.ts'
import { useClient } from '../../../client/client-context.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { fullTime } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useLoaded } from '../use-loaded.ts'

/** Where one is signed in, and the way to end it there. */
export function SessionList({ api }: { readonly api: SecurityApi }) {
  const client = useClient()
  const [load] = useState(() => async () => (await client.api.accounts.listSessions({})).sessions)
  const loaded = useLoaded(load)
  const [sessions, setSessions] = useState<readonly SignIn[] | null>(null)
  const attempt = useAttempt()
  useEffect(() => {
    if (loaded.kind === 'loaded') setSessions(loaded.value)
  }, [loaded])
  const keep = (which: (one: SignIn) => boolean) => setSessions((before) => before?.filter(which) ?? null)

  function end(session: SignIn): void {
    attempt.run(async () => {
      await client.api.accounts.endSession({ id: session.id })
      keep((one) => one.id !== session.id)
    })
  }

  function endOthers(): void {
    attempt.run(async () => {
      await api.endOtherSessions({})
      keep((one) => one.current)
    })
  }

  return (
    <Section
      title={<Trans>Where you are signed in</Trans>}
      lead={<Trans>Of a device we keep the kind of browser and system, and no address.</Trans>}
    >
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {loaded.kind === 'failed' ? (
        <LoadFault sentence={loaded.sentence} again={loaded.again} />
      ) : (
        <ul className={styles.list} aria-busy={sessions === null}>
          {sessions === null ? (
            <li className={styles.item}>
              <Skeleton width={50} height={34} />
            </li>
          ) : (
            sessions.map((one) => <SessionItem key={one.id} session={one} onEnd={() => end(one)} />)
          )}
        </ul>
      )}
      {sessions !== null && sessions.length > 1 ? (
        <div className={styles.buttons}>
          <Button pending={attempt.busy} onClick={endOthers}>
            <Trans>Sign out everywhere else</Trans>
          </Button>
        </div>
      ) : null}
    </Section>
  )
}

function SessionItem({ session, onEnd }: { readonly session: SignIn; readonly onEnd: () => void }) {
  const { t, i18n } = useLingui()
  const { browser, system } = session.device
  const names = [browser, system].filter((part) => part !== null).join(' · ')
  const device = names === '' ? t`Unknown device` : names
  const seen = fullTime(i18n.locale, Date.parse(session.last_seen_at))
  return (
    <li className={styles.item}>
      <div>
        {device}
        <small>
          <Trans>Last seen {seen}</Trans>
        </small>
      </div>
      {session.current ? (
        <span className={styles.here}>
          <Trans>Here</Trans>
        </span>
      ) : (
        <Button aria-label={t`End the session on ${device}`} onClick={onEnd}>
          <Trans>End</Trans>
        </Button>
      )}
    </li>
  )
}
