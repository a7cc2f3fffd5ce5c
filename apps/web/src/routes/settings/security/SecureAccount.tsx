import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import type { SecurityPart } from './Security.tsx'
import own from './Security.module.css'

interface SecureAccountProps extends SecurityPart {
  readonly onSecured: () => void
}

/** For whoever fears that somebody else is in: everybody but them is out, at once. */
export function SecureAccount(part: SecureAccountProps) {
  const [asking, setAsking] = useState(false)
  const [ended, setEnded] = useState<number | null>(null)
  return (
    <Section
      title={<Trans>Is somebody else in your account?</Trans>}
      lead={<Trans>This puts everybody out but you, here and now. Afterwards, change your password.</Trans>}
    >
      <div className={styles.buttons}>
        <Button look="danger" onClick={() => setAsking(true)}>
          <ShieldAlert size={16} aria-hidden="true" />
          <Trans>Secure my account</Trans>
        </Button>
        <span role="status" className={styles.here}>
          {ended === null
            ? null
            : plural(ended, {
                0: 'Done. Nobody else was signed in.',
                one: 'Done. # other session has ended.',
                other: 'Done. # other sessions have ended.',
              })}
        </span>
      </div>
      {asking ? (
        <Ask
          {...part}
          onClose={() => setAsking(false)}
          onDone={(count) => {
            setAsking(false)
            setEnded(count)
            part.onSecured()
          }}
        />
      ) : null}
    </Section>
  )
}

interface AskProps extends SecurityPart {
  readonly onClose: () => void
  readonly onDone: (ended: number) => void
}

function Ask({ api, fresh, onClose, onDone }: AskProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  return (
    <Dialog kind="alert" title={t`Secure your account?`} onClose={onClose}>
      <ul className={own.does}>
        <li>
          <Trans>Every other browser and device is signed out.</Trans>
        </li>
        <li>
          <Trans>Every application you signed in to with Alles loses its access.</Trans>
        </li>
        <li>
          <Trans>You are told by mail, if you left an address.</Trans>
        </li>
        <li>
          <Trans>Here you stay signed in. Nothing you wrote is touched.</Trans>
        </li>
      </ul>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(() => fresh.run(async () => onDone((await api.secureAccount({})).sessions_ended)))
          }
        >
          <Trans>Secure my account</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
