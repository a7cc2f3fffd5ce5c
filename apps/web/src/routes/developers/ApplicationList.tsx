import type { Application } from '@alles/oauth/contract'
import { plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LoadFault } from '../settings/LoadFault.tsx'
import { useLoaded } from '../settings/use-loaded.ts'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { ApplicationLogo } from '../sign-in-with/ApplicationLogo.tsx'
import styles from './Portal.module.css'
import { StateBadge } from './StateBadge.tsx'

/** The applications of the account that acts. */
export function ApplicationList() {
  const client = useClient()
  const [load] = useState(
    () => async () => (await createApplicationsApi(client.api.transport).listApplications({})).applications,
  )
  const loaded = useLoaded(load, applicationFault)
  if (loaded.kind === 'failed') return <LoadFault sentence={loaded.sentence} again={loaded.again} />
  if (loaded.kind === 'loading')
    return (
      <div className={styles.list} aria-busy="true">
        {[0, 1].map((place) => (
          <div key={place} className={styles.item}>
            <div className={styles.application}>
              <Skeleton height={40} round />
              <div className={styles.grow}>
                <Skeleton width={40} />
              </div>
            </div>
          </div>
        ))}
      </div>
    )
  if (loaded.value.length === 0)
    return (
      <div className={styles.empty}>
        <b>
          <Trans>None yet</Trans>
        </b>
        <p>
          <Trans>Register one: it takes a name, an address to send people back to, and your terms.</Trans>
        </p>
      </div>
    )
  return (
    <ul className={styles.list}>
      {loaded.value.map((application) => (
        <li key={application.id} className={styles.item}>
          <ApplicationLink application={application} />
        </li>
      ))}
    </ul>
  )
}

function ApplicationLink({ application }: { readonly application: Application }) {
  const { connected, sign_ins: signIns } = application.usage
  return (
    <Link to="/developers/applications/$id" params={{ id: application.id }} className={styles.application}>
      <ApplicationLogo application={application} size="small" />
      <span className={styles.grow}>
        <b>{application.name}</b>
        <small>
          {plural(connected, { one: '# account connected', other: '# accounts connected' })}
          {' · '}
          {plural(signIns, { one: '# sign-in in 30 days', other: '# sign-ins in 30 days' })}
        </small>
      </span>
      <StateBadge application={application} />
    </Link>
  )
}
