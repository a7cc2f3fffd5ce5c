import type { SignIn } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { fullTime } from '../../language/times.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useLoaded } from './use-loaded.ts'
import styles from './Settings.module.css'

/** Where one is signed in, and the way to end it there. */
export function SessionList() {
  const { t } = useLingui()
  const client = useClient()
  const [load] = useState(() => async () => (await client.api.accounts.listSessions({})).sessions)
  const loaded = useLoaded(load)
  const [sessions, setSessions] = useState<readonly SignIn[] | null>(null)
  const attempt = useAttempt()
  useEffect(() => {
    if (loaded.kind === 'loaded') setSessions(loaded.value)
  }, [loaded])
  return (
    <section className={styles.section} aria-labelledby="sessions-title">
      <h2 id="sessions-title" className={styles.title}>
        <Trans>Where you are signed in</Trans>
      </h2>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {loaded.kind === 'failed' ? (
        <Notice>
          {loaded.sentence} <Button onClick={loaded.again}>{t`Try again`}</Button>
        </Notice>
      ) : (
        <ul className={styles.list} aria-busy={sessions === null}>
          {sessions === null ? (
            <li className={styles.item}>
              <Skeleton width={50} height={34} />
            </li>
          ) : (
            sessions.map((one) => (
              <SessionItem
                key={one.id}
                session={one}
                onEnd={() =>
                  attempt.run(async () => {
                    await client.api.accounts.endSession({ id: one.id })
                    setSessions((before) => before?.filter((other) => other.id !== one.id) ?? null)
                  })
                }
              />
            ))
          )}
        </ul>
      )}
    </section>
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
