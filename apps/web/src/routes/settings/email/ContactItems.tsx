import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { SecurityApi } from '../../../api/accounts-clients.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../Settings.module.css'
import type { Fresh } from '../use-fresh.tsx'
import type { Contacts } from './Email.tsx'

interface ItemProps {
  readonly contact: NonNullable<Contacts['contact']>
  readonly api: SecurityApi
  readonly fresh: Fresh
  readonly onChange: (contacts: Contacts) => void
}

/** The address that mail goes to. */
export function ContactItem(props: ItemProps) {
  const { contact } = props
  return (
    <li className={styles.item}>
      <div>
        <b>{contact.address}</b>
        <small>
          {contact.undeliverable ? (
            <Trans>Mail to it came back. Nothing more is sent until you prove it again.</Trans>
          ) : (
            <Trans>Verified. Mail goes here.</Trans>
          )}
        </small>
      </div>
      <Remove {...props} />
    </li>
  )
}

interface PendingItemProps extends ItemProps {
  /** Whether it is the only one. */
  readonly removable: boolean
}

/** An address that waits for its owner to follow the link in a mail. */
export function PendingItem({ removable, ...props }: PendingItemProps) {
  const attempt = useAttempt()
  const [sent, setSent] = useState(false)
  return (
    <li className={styles.item}>
      <div>
        <b>{props.contact.address}</b>
        <small>
          <Trans>Waits for you to follow the link in the mail we sent there.</Trans>
        </small>
      </div>
      <div className={styles.buttons}>
        <span role="status" className={styles.here}>
          {sent ? <Trans>Sent.</Trans> : null}
        </span>
        <Button
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              setSent(false)
              await props.api.resendVerification({})
              setSent(true)
            })
          }
        >
          <Trans>Send it again</Trans>
        </Button>
        {removable ? <Remove {...props} /> : null}
      </div>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
    </li>
  )
}

function Remove({ contact, api, fresh, onChange }: ItemProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [asking, setAsking] = useState(false)
  const { address } = contact
  return (
    <>
      <Button aria-label={t`Remove ${address}`} onClick={() => setAsking(true)}>
        <Trans>Remove</Trans>
      </Button>
      {asking ? (
        <Dialog kind="alert" title={t`Remove the address?`} onClose={() => setAsking(false)}>
          <p>
            <Trans>
              {address} is deleted. No mail comes any more, and a forgotten password can only be replaced with
              a recovery code.
            </Trans>
          </p>
          {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
          <DialogButtons>
            <Button onClick={() => setAsking(false)}>
              <Trans>Keep it</Trans>
            </Button>
            <Button
              look="danger"
              pending={attempt.busy}
              onClick={() =>
                attempt.run(() =>
                  fresh.run(async () => {
                    await api.removeMyContact({})
                    onChange({ contact: null, pending: null })
                  }),
                )
              }
            >
              <Trans>Remove it</Trans>
            </Button>
          </DialogButtons>
        </Dialog>
      ) : null}
    </>
  )
}
