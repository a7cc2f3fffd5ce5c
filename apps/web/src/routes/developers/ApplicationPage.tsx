import type { Application } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LoadFault } from '../settings/LoadFault.tsx'
import { useLoaded } from '../settings/use-loaded.ts'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { ApplicationLogo } from '../sign-in-with/ApplicationLogo.tsx'
import { usePageTitle } from '../use-page-title.ts'
import { BotToken } from './BotToken.tsx'
import { EditApplication } from './EditApplication.tsx'
import styles from './Portal.module.css'
import { Secrets } from './Secrets.tsx'
import { Snippets } from './Snippets.tsx'
import { StateBadge } from './StateBadge.tsx'
import { StopApplication } from './StopApplication.tsx'
import { useIssuer } from './use-issuer.ts'

/** One application of one's own: everything about it, and everything that can be done with it. */
export function ApplicationPage() {
  const { id } = useParams({ from: '/developers/applications/$id' })
  return (
    <>
      <Link to="/developers" className={styles.back}>
        <ArrowLeft size={14} aria-hidden="true" />
        <Trans>All applications</Trans>
      </Link>
      <Found key={id} id={id} />
    </>
  )
}

function Found({ id }: { readonly id: string }) {
  const client = useClient()
  const [load] = useState(() => async () => {
    const { applications } = await createApplicationsApi(client.api.transport).listApplications({})
    return applications.find((one) => one.id === id) ?? null
  })
  const loaded = useLoaded(load, applicationFault)
  const [application, setApplication] = useState<Application | null>(null)
  useEffect(() => {
    if (loaded.kind === 'loaded') setApplication(loaded.value)
  }, [loaded])
  if (loaded.kind === 'failed') return <LoadFault sentence={loaded.sentence} again={loaded.again} />
  if (application) return <Whole application={application} onChange={setApplication} />
  if (loaded.kind === 'loaded' && loaded.value === null) return <NotYours />
  return (
    <div className={styles.section} aria-busy="true">
      <Skeleton height={56} round />
      <Skeleton width={40} height={28} />
      <Skeleton height={160} />
    </div>
  )
}

/** Of another account, or deleted: nobody is told which. */
function NotYours() {
  return (
    <section className={styles.section}>
      <h1 className={styles.h1}>
        <Trans>No such application</Trans>
      </h1>
      <p className={styles.lead}>
        <Trans>
          It was deleted, or it belongs to another account. If it is one of yours, act as that account first.
        </Trans>
      </p>
    </section>
  )
}

interface WholeProps {
  readonly application: Application
  readonly onChange: (application: Application) => void
}

function Whole({ application, onChange }: WholeProps) {
  const { t } = useLingui()
  const issuer = useIssuer()
  usePageTitle(application.name)
  return (
    <>
      <section className={styles.section}>
        <div className={styles.titleRow}>
          <div className={styles.identity}>
            <ApplicationLogo application={application} />
            <h1 className={styles.h1}>{application.name}</h1>
          </div>
          <StateBadge application={application} />
        </div>
        {application.suspended ? (
          <Notice>
            <Trans>
              Whoever administers this server stopped this application: nobody can sign in with it, and its
              tokens and bot do not work. Ask them why; you can still change or delete it.
            </Trans>
          </Notice>
        ) : null}
        <Counts application={application} />
        <CopyField label={t`Client id`} value={application.id} />
      </section>
      <section className={styles.section} aria-labelledby="use-title">
        <h2 id="use-title" className={styles.h2}>
          <Trans>Use it</Trans>
        </h2>
        <Snippets
          issuer={issuer}
          clientId={application.id}
          redirectUri={application.redirect_uris[0] ?? null}
        />
        {application.client_type === 'public' ? (
          <p className={styles.hint}>
            <Trans>
              It has no secret: where a program reads CLIENT_SECRET, tell the library that there is none. In
              openid-client that is client.None().
            </Trans>
          </p>
        ) : null}
      </section>
      <Secrets application={application} onChange={onChange} />
      <EditApplication application={application} onChange={onChange} />
      <BotToken application={application} onChange={onChange} />
      <StopApplication application={application} onChange={onChange} />
    </>
  )
}

function Counts({ application }: { readonly application: Application }) {
  const { i18n } = useLingui()
  const { connected, sign_ins: signIns } = application.usage
  return (
    <dl className={styles.counts}>
      <div>
        <dt>
          <Trans>Accounts connected now</Trans>
        </dt>
        <dd>{i18n.number(connected)}</dd>
      </div>
      <div>
        <dt>
          <Trans>Sign-ins in the last 30 days</Trans>
        </dt>
        <dd>{i18n.number(signIns)}</dd>
      </div>
    </dl>
  )
}
