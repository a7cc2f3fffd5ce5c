import type { ConnectedApplication } from '@alles/oauth/contract'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { createApplicationsApi } from '../../../api/applications-client.ts'
import { useClient, useClientState } from '../../../client/client-context.ts'
import { nameOfAccount } from '../../../ui/Avatar.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { applicationFault } from '../../sign-in-with/application-fault.ts'
import { LoadFault } from '../LoadFault.tsx'
import { useLoaded } from '../use-loaded.ts'
import { ConnectionItem } from './ConnectionItem.tsx'
import { Disconnect } from './Disconnect.tsx'
import settingsStyles from '../Settings.module.css'
import styles from './Connections.module.css'

/** The applications that the account that acts signed in with: what each may see, and the way to end it. */
export function Connections() {
  const client = useClient()
  const name = useClientState(({ session }) =>
    session.kind === 'signed-in' ? nameOfAccount(session.account) : '',
  )
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const [load] = useState(() => async () => (await api.listConnections({})).connections)
  const loaded = useLoaded(load, applicationFault)
  const [connections, setConnections] = useState<readonly ConnectedApplication[] | null>(null)
  const [leaving, setLeaving] = useState<ConnectedApplication | null>(null)
  const [left, setLeft] = useState<string | null>(null)
  useEffect(() => {
    if (loaded.kind === 'loaded') setConnections(loaded.value)
  }, [loaded])

  return (
    <section className={settingsStyles.section} aria-labelledby="connections-title">
      <h2 id="connections-title" className={settingsStyles.title}>
        <Trans>Connected applications</Trans>
      </h2>
      <p className={settingsStyles.lead}>
        <Trans>
          Where you signed in with this account, <b>{name}</b>. Your other accounts have lists of their own,
          and no application can tell that they belong together.
        </Trans>
      </p>
      {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
      {loaded.kind !== 'failed' && connections === null ? <Waiting /> : null}
      {connections?.length === 0 ? (
        <div className={styles.empty}>
          <b>
            <Trans>No application is connected</Trans>
          </b>
          <p>
            <Trans>
              When you sign in somewhere with this account, it stands here: what it may see, since when, and
              the way to end it.
            </Trans>
          </p>
        </div>
      ) : null}
      {connections === null || connections.length === 0 ? null : (
        <ul className={settingsStyles.list}>
          {connections.map((connection) => (
            <ConnectionItem
              key={connection.application.id}
              connection={connection}
              onDisconnect={() => setLeaving(connection)}
            />
          ))}
        </ul>
      )}
      <p role="status" className={settingsStyles.here}>
        {left === null ? null : <Trans>{left} is disconnected.</Trans>}
      </p>
      <p className={settingsStyles.lead}>
        <Trans>
          Do you make applications? <Link to="/developers">To the pages for developers</Link>
        </Trans>
      </p>
      {leaving === null ? null : (
        <Disconnect
          connection={leaving}
          onClose={() => setLeaving(null)}
          act={async () => {
            const { id, name: application } = leaving.application
            await api.deleteConnection({ applicationId: id })
            setConnections((before) => before?.filter((one) => one.application.id !== id) ?? null)
            setLeft(application)
          }}
        />
      )}
    </section>
  )
}

function Waiting() {
  return (
    <ul className={settingsStyles.list} aria-busy="true">
      {[0, 1].map((place) => (
        <li key={place} className={settingsStyles.item}>
          <Skeleton height={40} round />
          <Skeleton width={60} height={34} />
        </li>
      ))}
    </ul>
  )
}
