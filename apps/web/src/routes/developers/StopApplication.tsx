import type { Application } from '@alles/oauth/contract'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useFresh } from '../settings/use-fresh.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { Ask } from './Ask.tsx'
import styles from './Portal.module.css'

interface StopApplicationProps {
  readonly application: Application
  readonly onChange: (application: Application) => void
}

/** Stops it for a while, or for good. */
export function StopApplication({ application, onChange }: StopApplicationProps) {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const attempt = useAttempt(applicationFault)
  const fresh = useFresh()
  const [asking, setAsking] = useState(false)
  const { id, name, paused } = application
  const connected = plural(application.usage.connected, {
    one: '# account is disconnected',
    other: '# accounts are disconnected',
  })
  return (
    <section className={styles.section} aria-labelledby="stop-title">
      {fresh.dialog}
      <h2 id="stop-title" className={styles.h2}>
        <Trans>Pause or delete</Trans>
      </h2>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <div className={styles.danger}>
        <div>
          <span className={styles.grow}>
            <b>{paused ? <Trans>It is paused</Trans> : <Trans>Pause it</Trans>}</b>
            <small>
              {paused ? (
                <Trans>Nobody can sign in with it. Once it goes on, people sign in again as before.</Trans>
              ) : (
                <Trans>
                  Its tokens end at once, and nobody can sign in with it until you let it go on. What people
                  allowed stays.
                </Trans>
              )}
            </small>
          </span>
          <Button
            pending={attempt.busy}
            onClick={() =>
              attempt.run(async () =>
                onChange((await api.editApplication({ id, paused: !paused })).application),
              )
            }
          >
            {paused ? <Trans>Let it go on</Trans> : <Trans>Pause</Trans>}
          </Button>
        </div>
        <div>
          <span className={styles.grow}>
            <b>
              <Trans>Delete it</Trans>
            </b>
            <small>
              <Trans>With everything that belongs to it. This cannot be undone.</Trans>
            </small>
          </span>
          <Button look="danger" onClick={() => setAsking(true)}>
            <Trans>Delete the application</Trans>
          </Button>
        </div>
      </div>
      {asking ? (
        <Ask
          title={t`Delete ${name}?`}
          yes={t`Delete it`}
          onClose={() => setAsking(false)}
          act={() =>
            fresh.run(async () => {
              await api.deleteApplication({ id })
              await navigate({ to: '/developers', replace: true })
            })
          }
        >
          <Trans>
            At once: {connected}, every token and secret stops working, its bot signs out for good and shows
            as a deleted account. Its number is given to nobody again. Nobody can undo this; to stop it for a
            while, pause it.
          </Trans>
        </Ask>
      ) : null}
    </section>
  )
}
