import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Download, Printer } from 'lucide-react'
import { useState } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Tick } from '../../../ui/Tick.tsx'
import { keepFile } from '../save-file.ts'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { printLines } from './print-lines.ts'
import type { SecurityPart } from './Security.tsx'
import own from './Security.module.css'

/** The codes for when everything else is lost: how many are left, and new ones. */
export function RecoveryCodes({ api, security, fresh, renew, showCodes }: SecurityPart) {
  const attempt = useAttempt()
  const [asking, setAsking] = useState(false)
  const left = security.recovery_codes_left
  const make = () =>
    fresh.run(async () => {
      const { recovery_codes } = await api.renewRecoveryCodes({})
      setAsking(false)
      showCodes(recovery_codes)
      await renew()
    })
  return (
    <Section
      title={<Trans>Recovery codes</Trans>}
      lead={
        <Trans>
          Each replaces a code of your app once, or sets a new password when you forgot yours and have no
          e-mail address here.
        </Trans>
      }
    >
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <div className={styles.buttons}>
        <Button pending={attempt.busy} onClick={() => (left === 0 ? attempt.run(make) : setAsking(true))}>
          {left === 0 ? <Trans>Make recovery codes</Trans> : <Trans>Make new ones</Trans>}
        </Button>
        <span className={styles.lead}>
          {plural(left, { 0: 'You have none.', one: '# code is left.', other: '# codes are left.' })}
        </span>
      </div>
      {asking ? (
        <AskNew onClose={() => setAsking(false)} busy={attempt.busy} onNew={() => attempt.run(make)} />
      ) : null}
    </Section>
  )
}

interface AskNewProps {
  readonly busy: boolean
  readonly onClose: () => void
  readonly onNew: () => void
}

function AskNew({ busy, onClose, onNew }: AskNewProps) {
  const { t } = useLingui()
  return (
    <Dialog kind="alert" title={t`Make new recovery codes?`} onClose={onClose}>
      <p>
        <Trans>The ones you have stop working at once.</Trans>
      </p>
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button look="primary" pending={busy} onClick={onNew}>
          <Trans>Make new ones</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface CodesDialogProps {
  readonly codes: readonly string[]
  readonly onClose: () => void
}

/** The codes, this once: copied, kept as a file, or printed. */
export function CodesDialog({ codes, onClose }: CodesDialogProps) {
  const { t } = useLingui()
  const [kept, setKept] = useState(false)
  const [reminded, setReminded] = useState(false)
  const title = t`Recovery codes for ${window.location.host}`
  const text = [title, '', ...codes, ''].join('\n')
  return (
    <Dialog title={t`Your recovery codes`} onClose={() => (kept ? onClose() : setReminded(true))}>
      <div className={styles.fields}>
        <p className={styles.lead}>
          <Trans>
            They are shown this once. Keep them where you would keep a spare key; each works once.
          </Trans>
        </p>
        <ul className={own.codes} aria-label={t`Your recovery codes`}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className={styles.buttons}>
          <CopyButton text={text} />
          <Button
            onClick={() => keepFile(new Blob([text], { type: 'text/plain' }), 'alles-recovery-codes.txt')}
          >
            <Download size={16} aria-hidden="true" />
            <Trans>Download</Trans>
          </Button>
          <Button onClick={() => printLines(title, codes)}>
            <Printer size={16} aria-hidden="true" />
            <Trans>Print</Trans>
          </Button>
        </div>
        {reminded && !kept ? (
          <Notice>
            <Trans>They are gone when this closes. Say first that you have kept them.</Trans>
          </Notice>
        ) : null}
        <Tick checked={kept} onChange={setKept} invalid={reminded && !kept}>
          <Trans>I have kept them</Trans>
        </Tick>
        <DialogButtons>
          <Button look="primary" disabled={!kept} onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  )
}
