import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import type { SecurityPart } from './Security.tsx'

interface PasswordProps extends SecurityPart {
  /** Every other session has ended. */
  readonly onChanged: () => void
}

/** The password: another one, a first one, or none where passkeys suffice. */
export function Password(part: PasswordProps) {
  const { security } = part
  const [open, setOpen] = useState<'set' | 'remove' | null>(null)
  const [done, setDone] = useState<'set' | 'removed' | null>(null)
  return (
    <Section
      title={<Trans>Password</Trans>}
      lead={
        security.password ? (
          <Trans>You can sign in with your username and a password.</Trans>
        ) : (
          <Trans>You have none: only your passkeys open your account.</Trans>
        )
      }
    >
      <div className={styles.buttons}>
        <Button onClick={() => setOpen('set')}>
          {security.password ? <Trans>Change the password</Trans> : <Trans>Set a password</Trans>}
        </Button>
        {security.password && security.passkeys.length > 0 ? (
          <Button onClick={() => setOpen('remove')}>
            <Trans>Remove the password</Trans>
          </Button>
        ) : null}
        <span role="status" className={styles.here}>
          {done === 'set' ? <Trans>Changed. You are signed out everywhere else.</Trans> : null}
          {done === 'removed' ? <Trans>Removed.</Trans> : null}
        </span>
      </div>
      {open === 'set' ? (
        <SetPassword
          {...part}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            setDone('set')
            part.onChanged()
          }}
        />
      ) : null}
      {open === 'remove' ? (
        <RemovePassword
          {...part}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            setDone('removed')
          }}
        />
      ) : null}
    </Section>
  )
}

interface StepProps extends SecurityPart {
  readonly onClose: () => void
  readonly onDone: () => void
}

function SetPassword({ api, security, fresh, renew, onClose, onDone }: StepProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [password, setPassword] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (password === '') return
    attempt.run(() =>
      fresh.run(async () => {
        await api.setPassword({ password })
        await renew()
        onDone()
      }),
    )
  }

  return (
    <Dialog title={security.password ? t`Change the password` : t`Set a password`} onClose={onClose}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        <Field
          label={t`New password`}
          type="password"
          hint={
            <Trans>
              At least 8 characters. A few words make a good one. You are signed out everywhere else.
            </Trans>
          }
          value={password}
          onChange={setPassword}
          fault={attempt.fault ?? undefined}
          autoComplete="new-password"
          autoFocus
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={password === ''}>
            <Trans>Set the password</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

function RemovePassword({ api, fresh, renew, onClose, onDone }: StepProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  return (
    <Dialog kind="alert" title={t`Remove the password?`} onClose={onClose}>
      <p>
        <Trans>
          Only your passkeys open your account from then on. Keep your recovery codes: with one of them you
          can set a password again if you lose the passkeys.
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
                await api.removePassword({})
                await renew()
                onDone()
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
