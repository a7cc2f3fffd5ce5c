import type { ConnectedApplication } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { fullTime } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { ApplicationLogo } from '../../sign-in-with/ApplicationLogo.tsx'
import { Outside } from '../../sign-in-with/AskingApplication.tsx'
import { scopeWords } from '../../sign-in-with/scope-words.ts'
import styles from './Connections.module.css'

interface ConnectionItemProps {
  readonly connection: ConnectedApplication
  readonly onDisconnect: () => void
}

/** One application: what it may see in sentences, since when, when it last did. */
export function ConnectionItem({ connection, onDisconnect }: ConnectionItemProps) {
  const { t, i18n } = useLingui()
  const { application, scopes } = connection
  const { name, host } = application
  const since = fullTime(i18n.locale, Date.parse(connection.since))
  // Known to the hour alone, which may have begun before the first sign-in.
  const lastUsed = Math.max(Date.parse(connection.last_used_at), Date.parse(connection.since))
  const used = fullTime(i18n.locale, lastUsed)
  return (
    <li className={styles.item}>
      <ApplicationLogo application={application} size="small" />
      <div className={styles.body}>
        <div className={styles.head}>
          <b>{name}</b>
          {host === null ? null : <span>{host}</span>}
          {application.verified ? null : (
            <span>
              <Trans>registered itself</Trans>
            </span>
          )}
        </div>
        <ul className={styles.sees} aria-label={t`What ${name} may see`}>
          {scopes.map((scope) => (
            <li key={scope}>{i18n._(scopeWords[scope].sees)}</li>
          ))}
        </ul>
        <p className={styles.small}>
          <Trans>Since {since}</Trans>
          {' · '}
          <Trans>last used {used}, to the hour</Trans>
        </p>
        <p className={styles.small}>
          <Outside address={application.terms_url}>
            <Trans>Terms</Trans>
          </Outside>
          {' · '}
          <Outside address={application.privacy_url}>
            <Trans>Privacy policy</Trans>
          </Outside>
          {' · '}
          <Trans>number {application.id}</Trans>
        </p>
      </div>
      <Button aria-label={t`Disconnect ${name}`} onClick={onDisconnect}>
        <Trans>Disconnect</Trans>
      </Button>
    </li>
  )
}
