import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { addressStart, mostAddresses, type FieldFault } from './application-form.ts'
import { useFaultSentence } from './use-fault-sentence.ts'
import styles from './Portal.module.css'

interface AddressRowsProps {
  readonly label: string
  readonly hint: ReactNode
  readonly rows: readonly string[]
  readonly faults: Readonly<Record<number, FieldFault>> | undefined
  readonly onChange: (rows: readonly string[]) => void
}

/** Addresses, one to a row. */
export function AddressRows({ label, hint, rows, faults, onChange }: AddressRowsProps) {
  const { t } = useLingui()
  const sentence = useFaultSentence()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      {rows.map((row, index) => (
        // A row is its place: nothing else tells two empty ones apart.
        <div key={index} className={styles.rowField}>
          <Field
            label={`${label} ${index + 1}`}
            value={row}
            onChange={(typed) => onChange(rows.map((other, at) => (at === index ? typed : other)))}
            fault={sentence(faults?.[index])}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck="false"
            placeholder={addressStart}
          />
          {rows.length > 1 ? (
            <IconButton
              label={t`Remove address ${index + 1}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <X size={16} aria-hidden="true" />
            </IconButton>
          ) : null}
        </div>
      ))}
      {rows.length < mostAddresses ? (
        <div>
          <Button small onClick={() => onChange([...rows, ''])}>
            <Plus size={14} aria-hidden="true" />
            <Trans>Another address</Trans>
          </Button>
        </div>
      ) : null}
    </fieldset>
  )
}
