import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Field } from '../../ui/Field.tsx'
import { AddressRows } from './AddressRows.tsx'
import {
  addressStart,
  longestDescription,
  longestName,
  type ApplicationFaults,
  type ApplicationValues,
} from './application-form.ts'
import styles from './Portal.module.css'
import { useFaultSentence } from './use-fault-sentence.ts'

interface ApplicationFieldsProps {
  readonly values: ApplicationValues
  readonly faults: ApplicationFaults
  readonly onChange: (changed: Partial<ApplicationValues>) => void
  /** The field for its picture. */
  readonly logo: ReactNode
}

/** What an application says of itself, and where it sends people. */
export function ApplicationFields({ values, faults, onChange, logo }: ApplicationFieldsProps) {
  const { t } = useLingui()
  const sentence = useFaultSentence()
  return (
    <>
      <Field
        label={t`Name`}
        hint={<Trans>What people see when they are asked. Do not use another's name.</Trans>}
        value={values.name}
        onChange={(name) => onChange({ name })}
        fault={sentence(faults.name)}
        maxLength={longestName}
        autoComplete="off"
      />
      {logo}
      <Field
        label={t`Description`}
        hint={<Trans>What it is, in a sentence or two. You may leave it empty.</Trans>}
        value={values.description}
        onChange={(description) => onChange({ description })}
        maxLength={longestDescription}
        rows={2}
      />
      <AddressRows
        label={t`Redirect addresses`}
        hint={
          <Trans>
            Where people may be sent back to, to the letter. Leave it empty for a bot, or for a device without
            a browser.
          </Trans>
        }
        rows={values.redirects}
        faults={faults.redirects}
        onChange={(redirects) => onChange({ redirects })}
      />
      <Pair>
        <Field
          label={t`Terms of use`}
          hint={<Trans>Your own; people can read them before they allow anything.</Trans>}
          value={values.terms}
          onChange={(terms) => onChange({ terms })}
          fault={sentence(faults.terms)}
          type="url"
          placeholder={addressStart}
          autoComplete="off"
          spellCheck="false"
        />
        <Field
          label={t`Privacy policy`}
          hint={<Trans>What becomes of what you learn.</Trans>}
          value={values.privacy}
          onChange={(privacy) => onChange({ privacy })}
          fault={sentence(faults.privacy)}
          type="url"
          placeholder={addressStart}
          autoComplete="off"
          spellCheck="false"
        />
      </Pair>
      <AfterSignOut values={values} faults={faults} onChange={onChange} />
    </>
  )
}

function Pair({ children }: { readonly children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}

function AfterSignOut({
  values,
  faults,
  onChange,
}: Pick<ApplicationFieldsProps, 'values' | 'faults' | 'onChange'>) {
  const { t } = useLingui()
  const sentence = useFaultSentence()
  const used = values.backchannel !== '' || values.afterSignOut.some((row) => row !== '')
  return (
    <details className={styles.more} open={used || undefined}>
      <summary>
        <Trans>When somebody signs out</Trans>
      </summary>
      <div>
        <Field
          label={t`Back-channel logout address`}
          hint={
            <Trans>
              This server tells it when somebody signed out or disconnected you, so that your own session can
              end too (OpenID Connect Back-Channel Logout 1.0).
            </Trans>
          }
          value={values.backchannel}
          onChange={(backchannel) => onChange({ backchannel })}
          fault={sentence(faults.backchannel)}
          type="url"
          placeholder={addressStart}
          autoComplete="off"
          spellCheck="false"
        />
        <AddressRows
          label={t`Addresses after signing out`}
          hint={<Trans>Where people may be sent after they signed out from your application.</Trans>}
          rows={values.afterSignOut}
          faults={faults.afterSignOut}
          onChange={(afterSignOut) => onChange({ afterSignOut })}
        />
      </div>
    </details>
  )
}
