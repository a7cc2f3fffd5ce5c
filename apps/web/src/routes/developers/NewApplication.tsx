import type { Application, ClientType } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Image as ImageIcon } from 'lucide-react'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { usePageTitle } from '../use-page-title.ts'
import { ApplicationFields } from './ApplicationFields.tsx'
import { emptyValues, sentOf } from './application-form.ts'
import { LogoField } from './LogoField.tsx'
import styles from './Portal.module.css'
import { Registered } from './Registered.tsx'
import { useApplicationForm } from './use-application-form.ts'
import { useLogo } from './use-logo.ts'

interface Made {
  readonly application: Application
  readonly secret: string | null
  /** The picture was refused after the application was there. */
  readonly logoFault: string | null
}

/** Registers an application, and shows its secret this once. */
export function NewApplication() {
  const { t } = useLingui()
  const [made, setMade] = useState<Made | null>(null)
  usePageTitle(t`Register an application`)
  return (
    <>
      <Link to="/developers" className={styles.back}>
        <ArrowLeft size={14} aria-hidden="true" />
        <Trans>All applications</Trans>
      </Link>
      {made === null ? <Register onMade={setMade} /> : <Registered {...made} />}
    </>
  )
}

function Register({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const attempt = useAttempt(applicationFault)
  const { values, faults, change, check, blame, form } = useApplicationForm(emptyValues)
  const { logo, preview, chooseLogo } = useLogo()

  async function register(): Promise<void> {
    const api = createApplicationsApi(client.api.transport)
    const { application, client_secret: secret } = await api.createApplication({
      ...sentOf(values),
      client_type: values.clientType,
    })
    if (logo === null) return onMade({ application, secret, logoFault: null })
    await api.editApplication({ id: application.id, logo }).then(
      (edited) => onMade({ application: edited.application, secret, logoFault: null }),
      (error: unknown) => onMade({ application, secret, logoFault: applicationFault(i18n, error) }),
    )
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (check()) attempt.run(() => register().catch(blame))
  }

  return (
    <section className={styles.section}>
      <h1 className={styles.h1}>
        <Trans>Register an application</Trans>
      </h1>
      <form ref={form} className={styles.form} noValidate onSubmit={submit}>
        <ApplicationFields
          values={values}
          faults={faults}
          onChange={change}
          logo={
            <LogoField
              shown={
                preview === null ? (
                  <ImageIcon size={28} aria-hidden="true" />
                ) : (
                  <img className={styles.preview} src={preview} alt={t`The logo as you chose it`} />
                )
              }
              has={preview !== null}
              onChange={chooseLogo}
            />
          }
        />
        <ClientTypeChoice chosen={values.clientType} onChoose={(clientType) => change({ clientType })} />
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <div className={styles.buttons}>
          <Button type="submit" look="primary" pending={attempt.busy}>
            <Trans>Register</Trans>
          </Button>
        </div>
      </form>
    </section>
  )
}

interface ClientTypeChoiceProps {
  readonly chosen: ClientType
  readonly onChoose: (type: ClientType) => void
}

function ClientTypeChoice({ chosen, onChoose }: ClientTypeChoiceProps) {
  const { t } = useLingui()
  const way = (type: ClientType, name: ReactNode, meaning: ReactNode) => (
    <label className={styles.way}>
      <strong>
        <input type="radio" name="client-type" checked={chosen === type} onChange={() => onChoose(type)} />
        {name}
      </strong>
      <p>{meaning}</p>
    </label>
  )
  return (
    <div className={styles.group} role="radiogroup" aria-label={t`Where it runs`}>
      <span className={styles.legend}>
        <Trans>Where it runs</Trans>
      </span>
      <div className={styles.ways}>
        {way(
          'confidential',
          <Trans>On a server of yours</Trans>,
          <Trans>
            It gets a secret and keeps it where nobody else can read it. (A confidential client.)
          </Trans>,
        )}
        {way(
          'public',
          <Trans>In browsers, or on people's devices</Trans>,
          <Trans>
            Everybody could read a secret there, so it gets none: each sign-in proves itself by PKCE. (A
            public client.)
          </Trans>,
        )}
      </div>
      <p className={styles.hint}>
        <Trans>This cannot be changed later.</Trans>
      </p>
    </div>
  )
}
