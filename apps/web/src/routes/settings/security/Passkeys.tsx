import type { Passkey } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { isGivenUp, isKnownHere, knowsPasskeys, makePasskey } from '../../../client/passkeys.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { dayOf } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { RemovePasskey, RenamePasskey } from './PasskeyDialogs.tsx'
import type { SecurityPart } from './Security.tsx'

/** The passkeys of a person: made here, named, and taken away. */
export function Passkeys(part: SecurityPart) {
  const { t } = useLingui()
  const { api, security, fresh, renew, showCodes } = part
  const attempt = useAttempt()
  const [known, setKnown] = useState(false)
  const [added, setAdded] = useState<Passkey | null>(null)
  const possible = knowsPasskeys()

  async function make(): Promise<void> {
    setKnown(false)
    const { options } = await api.startPasskey({})
    try {
      const response = await makePasskey(options)
      const answer = await api.addPasskey({
        name: freeName(security.passkeys, t`Passkey`),
        response,
      })
      await renew()
      setAdded(answer.passkey)
      showCodes(answer.recovery_codes)
    } catch (error) {
      if (isKnownHere(error)) setKnown(true)
      else if (!isGivenUp(error)) throw error
    }
  }

  return (
    <Section
      title={<Trans>Passkeys</Trans>}
      lead={
        <Trans>
          Your phone, computer or security key proves that it is you, with your finger, your face or a PIN.
          Nothing to remember, and nothing that another site could fish for.
        </Trans>
      }
    >
      {security.passkeys.length === 0 ? null : (
        <ul className={styles.list}>
          {security.passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} {...part} passkey={passkey} isNew={added?.id === passkey.id} />
          ))}
        </ul>
      )}
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {known ? (
        <Notice>
          <Trans>This device holds a passkey for you already. Sign in with it, or use another device.</Trans>
        </Notice>
      ) : null}
      <div className={styles.buttons}>
        <Button
          pending={attempt.busy}
          disabled={!possible}
          onClick={() => attempt.run(() => fresh.run(make))}
        >
          <KeyRound size={16} aria-hidden="true" />
          <Trans>Add a passkey</Trans>
        </Button>
        {possible ? null : (
          <span className={styles.lead}>
            <Trans>This browser does not know passkeys.</Trans>
          </span>
        )}
      </div>
    </Section>
  )
}

/** A name that none of them has: "Passkey", "Passkey 2", … */
function freeName(passkeys: readonly Passkey[], word: string): string {
  const taken = new Set(passkeys.map((passkey) => passkey.name))
  let name = word
  for (let count = 2; taken.has(name); count += 1) name = `${word} ${count}`
  return name
}

interface PasskeyItemProps extends SecurityPart {
  readonly passkey: Passkey
  readonly isNew: boolean
}

function PasskeyItem({ passkey, isNew, ...part }: PasskeyItemProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const { name } = passkey
  return (
    <li className={styles.item}>
      <div>
        <b dir="auto">{name}</b>
        <small>
          <PasskeyAbout passkey={passkey} />
        </small>
      </div>
      <div className={styles.buttons}>
        {isNew ? (
          <span className={styles.here} role="status">
            <Trans>Added.</Trans>
          </span>
        ) : null}
        <Button aria-label={t`Rename the passkey ${name}`} onClick={() => setOpen('rename')}>
          <Trans>Rename</Trans>
        </Button>
        <Button aria-label={t`Remove the passkey ${name}`} onClick={() => setOpen('remove')}>
          <Trans>Remove</Trans>
        </Button>
      </div>
      {open === 'rename' ? <RenamePasskey {...part} passkey={passkey} onClose={() => setOpen(null)} /> : null}
      {open === 'remove' ? <RemovePasskey {...part} passkey={passkey} onClose={() => setOpen(null)} /> : null}
    </li>
  )
}

function PasskeyAbout({ passkey }: { readonly passkey: Passkey }) {
  const { i18n } = useLingui()
  const since = dayOf(i18n.locale, Date.parse(passkey.created_at))
  const used = passkey.last_used_at === null ? null : dayOf(i18n.locale, Date.parse(passkey.last_used_at))
  return (
    <>
      {passkey.synced ? <Trans>On your devices</Trans> : <Trans>On one device</Trans>}
      {' · '}
      <Trans>since {since}</Trans>
      {used === null ? null : (
        <>
          {' · '}
          <Trans>last used {used}</Trans>
        </>
      )}
    </>
  )
}
