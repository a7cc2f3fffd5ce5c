import type { Interaction, ScopeName } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useAttempt } from '../../client/use-attempt.ts'
import { nameOfAccount } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useFresh } from '../settings/use-fresh.tsx'
import { AccountPicker } from './AccountPicker.tsx'
import { applicationFault } from './application-fault.ts'
import styles from './Consent.module.css'
import { firstAccount, firstScopes } from './consent-policy.ts'
import { NotGiven, ScopeList } from './ScopeList.tsx'

interface DecisionProps {
  readonly asked: Omit<Interaction, 'uid'>
  readonly onAllow: (account: string, scopes: ScopeName[]) => Promise<void>
  /** `account`: as whom, where one is chosen. */
  readonly onDeny: (account: string | null) => Promise<void>
  /** It has been decided, and the browser is on its way. */
  readonly decided: boolean
}

/** As whom, with what, and whether at all. */
export function Decision({ asked, onAllow, onDeny, decided }: DecisionProps) {
  const { name } = asked.application
  const [account, setAccount] = useState(() => firstAccount(asked))
  const [given, setGiven] = useState(() => firstScopes(asked, account))
  const allow = useAttempt(applicationFault)
  const deny = useAttempt(applicationFault)
  const fresh = useFresh()
  const face = asked.accounts.find((one) => one.id === account)
  const busy = allow.busy || deny.busy || decided
  const fault = allow.fault ?? deny.fault

  function choose(id: string): void {
    setAccount(id)
    setGiven(firstScopes(asked, id))
  }

  return (
    <div className={styles.form}>
      {fresh.dialog}
      <section className={styles.part} aria-labelledby="as-title">
        <h2 id="as-title" className={styles.title}>
          <Trans>Go on as</Trans>
        </h2>
        {account !== null && !face && fault === null ? (
          <Notice>
            <Trans>The account you had chosen is no longer signed in here. Choose again.</Trans>
          </Notice>
        ) : null}
        <AccountPicker accounts={asked.accounts} chosen={account} onChoose={choose} />
      </section>
      <ScopeList application={name} asked={asked.scopes} given={given} onGive={setGiven} />
      <NotGiven application={name} />
      {asked.needs === 'fresh_sign_in' ? (
        <Notice kind="calm">
          <Trans>{name} wants to be sure that it is you: you will be asked to prove it once more.</Trans>
        </Notice>
      ) : null}
      {fault === null ? null : <Notice>{fault}</Notice>}
      <div className={styles.buttons}>
        <Button pending={busy} onClick={() => deny.run(() => onDeny(face?.id ?? null))}>
          <Trans>Do not allow</Trans>
        </Button>
        <AllowButton
          face={face === undefined ? null : nameOfAccount(face)}
          busy={busy}
          onAllow={() =>
            allow.run(async () => {
              if (face) await fresh.run(() => onAllow(face.id, given))
            })
          }
        />
      </div>
    </div>
  )
}

interface AllowButtonProps {
  /** The name of the account that is chosen. */
  readonly face: string | null
  readonly busy: boolean
  readonly onAllow: () => void
}

function AllowButton({ face, busy, onAllow }: AllowButtonProps) {
  const { t } = useLingui()
  return (
    <Button look="primary" pending={busy} disabled={face === null} onClick={onAllow}>
      {face === null ? t`Choose an account` : t`Allow as ${face}`}
    </Button>
  )
}
