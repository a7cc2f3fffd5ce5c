import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { dayOf } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { QrCode } from '../../../ui/QrCode.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import type { SecurityPart } from './Security.tsx'
import own from './Security.module.css'

interface Started {
  readonly secret: string
  readonly uri: string
}

/** Codes of an authenticator app, asked for beside the password. */
export function Totp(part: SecurityPart) {
  const { i18n } = useLingui()
  const { api, security, fresh } = part
  const attempt = useAttempt()
  const [started, setStarted] = useState<Started | null>(null)
  const [removing, setRemoving] = useState(false)
  const since = security.totp === null ? null : dayOf(i18n.locale, Date.parse(security.totp.since))
  return (
    <Section
      title={<Trans>Authenticator app</Trans>}
      lead={
        since === null ? (
          <Trans>
            An app shows a new code every 30 seconds. With it, a stolen password alone is of no use.
          </Trans>
        ) : (
          <Trans>On since {since}. Whoever signs in with your password needs a code of the app too.</Trans>
        )
      }
    >
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <div className={styles.buttons}>
        {security.totp === null ? (
          <Button
            pending={attempt.busy}
            onClick={() => attempt.run(() => fresh.run(async () => setStarted(await api.startTotp({}))))}
          >
            <Trans>Set up an app</Trans>
          </Button>
        ) : (
          <Button onClick={() => setRemoving(true)}>
            <Trans>Turn it off</Trans>
          </Button>
        )}
      </div>
      {started === null ? null : <SetUp {...part} started={started} onClose={() => setStarted(null)} />}
      {removing ? <TurnOff {...part} onClose={() => setRemoving(false)} /> : null}
    </Section>
  )
}

interface SetUpProps extends SecurityPart {
  readonly started: Started
  readonly onClose: () => void
}

function SetUp({ api, fresh, renew, showCodes, started, onClose }: SetUpProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [code, setCode] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (code.trim() === '') return
    attempt.run(() =>
      fresh.run(async () => {
        const answer = await api.confirmTotp({ code: code.trim() })
        onClose()
        showCodes(answer.recovery_codes)
        await renew()
      }),
    )
  }

  return (
    <Dialog title={t`Set up an authenticator app`} onClose={onClose}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        <p className={styles.lead}>
          <Trans>Scan this with the app, or write the secret into it. Then write the code it shows.</Trans>
        </p>
        <div className={own.qr}>
          <QrCode text={started.uri} label={t`QR code with the secret for the authenticator app`} />
        </div>
        <div className={own.secret}>
          <code aria-label={t`Secret`}>{inGroups(started.secret)}</code>
          <CopyButton text={started.secret} small />
        </div>
        <Field
          label={t`Code of 6 digits`}
          value={code}
          onChange={setCode}
          fault={attempt.fault ?? undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          autoFocus
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={code.trim() === ''}>
            <Trans>Turn it on</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

/** Four at a time: easier to write off. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}

interface TurnOffProps extends SecurityPart {
  readonly onClose: () => void
}

function TurnOff({ api, fresh, renew, onClose }: TurnOffProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  return (
    <Dialog kind="alert" title={t`Turn the authenticator app off?`} onClose={onClose}>
      <p>
        <Trans>
          Its codes are no longer asked for, and the secret is deleted. You can set up an app again at any
          time.
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
                await api.removeTotp({})
                await renew()
                onClose()
              }),
            )
          }
        >
          <Trans>Turn it off</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
