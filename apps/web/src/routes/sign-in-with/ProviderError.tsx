import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useSearch } from '@tanstack/react-router'
import { Door } from '../../ui/Door.tsx'
import { usePageTitle } from '../use-page-title.ts'
import styles from './Consent.module.css'
import { knownProviderError, providerErrorSentence } from './provider-error.ts'

/** A sign-in that ended before anybody was asked: why, in words, and the code for the application's makers. */
export function ProviderError() {
  const { t, i18n } = useLingui()
  const { error } = useSearch({ from: '/sign-in-with/error' })
  const code = knownProviderError(error)
  usePageTitle(t`Sign in with Alles`)
  return (
    <Door
      title={<Trans>This sign-in cannot go on</Trans>}
      foot={
        <Link to="/channels/@me">
          <Trans>Back to your servers</Trans>
        </Link>
      }
    >
      <p>{i18n._(providerErrorSentence(code))}</p>
      {code === null ? null : (
        <p className={styles.small}>
          <Trans>
            For the makers of the application: <code>{code}</code>
          </Trans>
        </p>
      )}
    </Door>
  )
}
