import type { Application } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { fullTime } from '../../language/times.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useFresh } from '../settings/use-fresh.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { Ask } from './Ask.tsx'
import { OnceShown } from './OnceShown.tsx'
import styles from './Portal.module.css'

type Secret = Application['secrets'][number]

interface SecretsProps {
  readonly application: Application
  readonly onChange: (application: Application) => void
}

const mostSecrets = 2

/** At most two secrets, so that one can take the place of the other without an outage. */
export function Secrets({ application, onChange }: SecretsProps) {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const attempt = useAttempt(applicationFault)
  const fresh = useFresh()
  const [shown, setShown] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<Secret | null>(null)
  const { id, secrets } = application

  async function add(): Promise<void> {
    const { secret, client_secret: text } = await api.addSecret({ id })
    setShown(text)
    onChange({ ...application, secrets: [...secrets, secret] })
  }

  async function remove(secret: Secret): Promise<void> {
    await api.deleteSecret({ id, secretId: secret.id })
    setShown(null)
    onChange({ ...application, secrets: secrets.filter((one) => one.id !== secret.id) })
  }

  return (
    <section className={styles.section} aria-labelledby="secrets-title">
      {fresh.dialog}
      <h2 id="secrets-title" className={styles.h2}>
        <Trans>Secrets</Trans>
      </h2>
      {application.client_type === 'public' ? (
        <p className={styles.lead}>
          <Trans>
            It runs where everybody could read a secret, so it has none and proves itself by PKCE.
          </Trans>
        </p>
      ) : (
        <>
          <p className={styles.lead}>
            <Trans>
              To change a secret: add a second one, give it to your servers, and delete the first when it is
              no longer used. Two are good at a time.
            </Trans>
          </p>
          <ul className={styles.list}>
            {secrets.map((secret) => (
              <SecretItem
                key={secret.id}
                secret={secret}
                only={secrets.length === 1}
                onDelete={() => setLeaving(secret)}
              />
            ))}
          </ul>
          {shown === null ? null : <OnceShown label={t`The new secret`} value={shown} />}
          {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
          <div className={styles.buttons}>
            <Button
              pending={attempt.busy}
              disabled={secrets.length >= mostSecrets}
              onClick={() => attempt.run(() => fresh.run(add))}
            >
              <Trans>Add a secret</Trans>
            </Button>
          </div>
        </>
      )}
      {leaving === null ? null : (
        <Ask
          title={t`Delete this secret?`}
          yes={t`Delete it`}
          onClose={() => setLeaving(null)}
          act={() => fresh.run(() => remove(leaving))}
        >
          <Trans>
            Whatever still uses it can sign nobody in from this moment on. This cannot be undone; the other
            secret goes on working.
          </Trans>
        </Ask>
      )}
    </section>
  )
}

interface SecretItemProps {
  readonly secret: Secret
  readonly only: boolean
  readonly onDelete: () => void
}

function SecretItem({ secret, only, onDelete }: SecretItemProps) {
  const { t, i18n } = useLingui()
  const made = fullTime(i18n.locale, Date.parse(secret.created_at))
  const used = secret.last_used_at === null ? null : fullTime(i18n.locale, Date.parse(secret.last_used_at))
  return (
    <li className={styles.item}>
      <div className={styles.itemRow}>
        <span className={styles.grow}>
          <b>
            <Trans>Made on {made}</Trans>
          </b>
          <small>
            {used === null ? <Trans>Never used</Trans> : <Trans>Last used {used}, to the hour</Trans>}
          </small>
        </span>
        {only ? (
          <small className={styles.hint}>
            <Trans>The only one</Trans>
          </small>
        ) : (
          <Button small aria-label={t`Delete the secret made on ${made}`} onClick={onDelete}>
            <Trans>Delete</Trans>
          </Button>
        )}
      </div>
    </li>
  )
}
