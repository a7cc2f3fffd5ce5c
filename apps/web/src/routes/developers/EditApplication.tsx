import type { Application } from '@alles/oauth/contract'
import { Trans } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { ApplicationLogo } from '../sign-in-with/ApplicationLogo.tsx'
import { ApplicationFields } from './ApplicationFields.tsx'
import { changesOf, valuesOf } from './application-form.ts'
import { LogoField } from './LogoField.tsx'
import styles from './Portal.module.css'
import { useApplicationForm } from './use-application-form.ts'

interface EditApplicationProps {
  readonly application: Application
  readonly onChange: (application: Application) => void
}

/** What it says of itself, to be changed. */
export function EditApplication({ application, onChange }: EditApplicationProps) {
  const client = useClient()
  const attempt = useAttempt(applicationFault)
  const { values, faults, change, show, check, blame, form } = useApplicationForm(valuesOf(application))
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const [saved, setSaved] = useState(false)
  const changes = changesOf(application, values)
  const changed = Object.keys(changes).length > 0

  async function save(): Promise<void> {
    const answer = await api.editApplication({ id: application.id, ...changes })
    onChange(answer.application)
    show(valuesOf(answer.application))
    setSaved(true)
  }

  /** A picture counts at once: there is nothing to save. */
  async function changeLogo(logo: string | null): Promise<void> {
    onChange((await api.editApplication({ id: application.id, logo })).application)
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (changed && check()) attempt.run(() => save().catch(blame))
  }

  return (
    <section className={styles.section} aria-labelledby="edit-title">
      <h2 id="edit-title" className={styles.h2}>
        <Trans>What people see of it</Trans>
      </h2>
      <form ref={form} className={styles.form} noValidate onSubmit={submit}>
        <ApplicationFields
          values={values}
          faults={faults}
          onChange={change}
          logo={
            <LogoField
              shown={<ApplicationLogo application={application} />}
              has={application.logo !== null}
              onChange={changeLogo}
            />
          }
        />
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <div className={styles.buttons}>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={!changed}>
            <Trans>Save</Trans>
          </Button>
          <span role="status" className={styles.saved}>
            {saved && !changed ? <Trans>Saved.</Trans> : null}
          </span>
        </div>
      </form>
    </section>
  )
}
