import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useFresh } from '../settings/use-fresh.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { Ask } from './Ask.tsx'
import styles from './Portal.module.css'

interface Found {
  readonly id: string
  readonly name: string
  readonly description: string
}

/** For administrators: stops an application of whoever it is, by its number, or lets it go on. */
export function Suspension() {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const attempt = useAttempt(applicationFault)
  const [id, setId] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [found, setFound] = useState<Found | null>(null)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const wanted = id.trim()
    setFault(/^\d{1,20}$/.test(wanted) ? undefined : t`The number of an application has digits only.`)
    if (!/^\d{1,20}$/.test(wanted)) return
    setFound(null)
    attempt.run(async () => {
      const { application } = await api.getAuthorization({ client_id: wanted })
      setFound({ id: wanted, name: application.name, description: application.description })
    })
  }

  return (
    <section className={styles.section} aria-labelledby="suspension-title">
      <h2 id="suspension-title" className={styles.h2}>
        <Trans>For administrators: stop an application</Trans>
      </h2>
      <p className={styles.lead}>
        <Trans>
          By its number, which stands on the page where it asks people, and among their connected
          applications.
        </Trans>
      </p>
      <form className={styles.form} noValidate onSubmit={submit}>
        <Field
          label={t`Number of the application`}
          value={id}
          onChange={(typed) => {
            setId(typed)
            setFault(undefined)
          }}
          fault={fault}
          inputMode="numeric"
          autoComplete="off"
        />
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <div className={styles.buttons}>
          <Button type="submit" pending={attempt.busy}>
            <Trans>Find it</Trans>
          </Button>
        </div>
      </form>
      {found === null ? null : <Stop key={found.id} api={api} found={found} />}
    </section>
  )
}

interface StopProps {
  readonly api: ReturnType<typeof createApplicationsApi>
  readonly found: Found
}

function Stop({ api, found }: StopProps) {
  const { t } = useLingui()
  const attempt = useAttempt(applicationFault)
  const fresh = useFresh()
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<'stopped' | 'goes-on' | null>(null)
  const { id, name, description } = found

  const suspend = (suspended: boolean) =>
    fresh.run(async () => {
      await api.suspendApplication({ id, suspended })
      setDone(suspended ? 'stopped' : 'goes-on')
    })

  return (
    <div className={styles.danger}>
      {fresh.dialog}
      <div>
        <span className={styles.grow}>
          <b>{name}</b>
          <small>{description}</small>
          <small role="status">
            {done === 'stopped' ? <Trans>Stopped.</Trans> : null}
            {done === 'goes-on' ? <Trans>It works again.</Trans> : null}
          </small>
        </span>
        <Button pending={attempt.busy} onClick={() => attempt.run(() => suspend(false))}>
          <Trans>Let it go on</Trans>
        </Button>
        <Button look="danger" onClick={() => setAsking(true)}>
          <Trans>Stop it</Trans>
        </Button>
      </div>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {asking ? (
        <Ask
          title={t`Stop ${name}?`}
          yes={t`Stop it`}
          onClose={() => setAsking(false)}
          act={() => suspend(true)}
        >
          <Trans>
            Nobody can sign in with it any more, its tokens stand for nobody, and its bot is disconnected, all
            at once. Its owner sees that an administrator did this. You can let it go on again.
          </Trans>
        </Ask>
      ) : null}
    </div>
  )
}
