import type { Application } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CopyField } from '../../ui/CopyField.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { OnceShown } from './OnceShown.tsx'
import styles from './Portal.module.css'
import { Snippets } from './Snippets.tsx'
import { useIssuer } from './use-issuer.ts'

interface RegisteredProps {
  readonly application: Application
  readonly secret: string | null
  readonly logoFault: string | null
}

/** A new application: its number, its secret this once, and how to use them. */
export function Registered({ application, secret, logoFault }: RegisteredProps) {
  const { t } = useLingui()
  const issuer = useIssuer()
  return (
    <section className={styles.section}>
      <h1 className={styles.h1}>
        <Trans>{application.name} is registered</Trans>
      </h1>
      {logoFault === null ? null : (
        <Notice>
          <Trans>Only the logo could not be kept: {logoFault}</Trans>
        </Notice>
      )}
      <CopyField label={t`Client id`} value={application.id} />
      {secret === null ? null : <OnceShown label={t`Client secret`} value={secret} />}
      <Snippets
        issuer={issuer}
        clientId={application.id}
        redirectUri={application.redirect_uris[0] ?? null}
      />
      <div className={styles.buttons}>
        <Link to="/developers/applications/$id" params={{ id: application.id }} className={styles.main}>
          <Trans>To its page</Trans>
        </Link>
      </div>
    </section>
  )
}
