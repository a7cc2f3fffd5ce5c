import type { AskingApplication as Asking } from '@alles/oauth/contract'
import { Trans } from '@lingui/react/macro'
import { ExternalLink, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Consent.module.css'

/** What it says of itself, whom it belongs to, and its own terms. */
export function AskingApplication({ application }: { readonly application: Asking }) {
  const { name } = application
  return (
    <section className={styles.asking}>
      {application.verified ? null : (
        <p className={styles.known} data-warning>
          <TriangleAlert size={18} aria-hidden="true" />
          <span>
            <Trans>
              <b>It registered itself.</b> Nobody with an account here answers for it, and its name may be
              made up: go by the address that it sends you to.
            </Trans>
          </span>
        </p>
      )}
      {application.description === '' ? null : <p>{application.description}</p>}
      <p className={styles.small}>
        <Trans>
          Made by somebody else than whoever runs this server. What you allow here is under its own rules:
        </Trans>{' '}
        <Outside address={application.terms_url}>
          <Trans>terms of {name}</Trans>
        </Outside>
        {', '}
        <Outside address={application.privacy_url}>
          <Trans>privacy policy of {name}</Trans>
        </Outside>
        {'. '}
        <Trans>Its number here is {application.id}.</Trans>
      </p>
    </section>
  )
}

interface OutsideProps {
  readonly address: string
  readonly children: ReactNode
}

/** A link to somewhere else: in a tab of its own, which learns nothing of this one. */
export function Outside({ address, children }: OutsideProps) {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" className={styles.outside}>
      {children}
      <ExternalLink size={13} aria-hidden="true" />
      <span className="unseen">
        {' '}
        <Trans>(opens in a new tab)</Trans>
      </span>
    </a>
  )
}
