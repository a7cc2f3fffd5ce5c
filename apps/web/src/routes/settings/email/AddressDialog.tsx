import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import type { SecurityApi } from '../../../api/accounts-clients.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import styles from '../Settings.module.css'
import type { Fresh } from '../use-fresh.tsx'
import type { Contacts } from './Email.tsx'

interface AddressDialogProps {
  readonly api: SecurityApi
  readonly fresh: Fresh
  readonly onChange: (contacts: Contacts) => void
  readonly onClose: () => void
}

/** An address, which counts once its owner has followed the link in a mail. */
export function AddressDialog({ api, fresh, onChange, onClose }: AddressDialogProps) {
  const { t, i18n } = useLingui()
  const attempt = useAttempt()
  const [address, setAddress] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (address.trim() === '') return
    attempt.run(() =>
      fresh.run(async () => {
        onChange(
          await api.setMyContact({ address: address.trim(), language: i18n.locale === 'de' ? 'de' : 'en' }),
        )
        onClose()
      }),
    )
  }

  return (
    <Dialog title={t`Your e-mail address`} onClose={onClose}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        <Field
          label={t`E-mail`}
          type="email"
          hint={
            <Trans>
              Seen by whoever runs this server, and by nobody else. We send a link there; the address counts
              once you have followed it.
            </Trans>
          }
          value={address}
          onChange={setAddress}
          fault={attempt.fault ?? undefined}
          autoComplete="email"
          autoFocus
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={address.trim() === ''}>
            <Trans>Send me the link</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
