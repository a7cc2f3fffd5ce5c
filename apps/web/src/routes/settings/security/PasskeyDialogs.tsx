import type { Passkey } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../Settings.module.css'
import type { SecurityPart } from './Security.tsx'

interface PasskeyDialogProps extends SecurityPart {
  readonly passkey: Passkey
  readonly onClose: () => void
}

const longestName = 40

/** Another name for a passkey; only its owner sees it. */
export function RenamePasskey({ api, renew, passkey, onClose }: PasskeyDialogProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [name, setName] = useState(passkey.name)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (name.trim() === '') return
    attempt.run(async () => {
      await api.renamePasskey({ id: passkey.id, name: name.trim() })
      await renew()
      onClose()
    })
  }

  return (
    <Dialog title={t`Rename the passkey`} onClose={onClose}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        <Field
          label={t`Name`}
          hint={<Trans>So that you know which device it is on. Only you see it.</Trans>}
          value={name}
          onChange={setName}
          fault={attempt.fault ?? undefined}
          maxLength={longestName}
          autoComplete="off"
          autoFocus
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={name.trim() === ''}>
            <Trans>Save</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

export function RemovePasskey({ api, fresh, renew, passkey, onClose }: PasskeyDialogProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const { name } = passkey
  return (
    <Dialog kind="alert" title={t`Remove ${name}?`} onClose={onClose}>
      <p>
        <Trans>
          Nobody can sign in with it any more. The device may go on offering it; delete it there too. Where
          you are signed in, you stay signed in.
        </Trans>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Keep it</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(() =>
              fresh.run(async () => {
                await api.removePasskey({ id: passkey.id })
                onClose()
                await renew()
              }),
            )
          }
        >
          <Trans>Remove it</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
