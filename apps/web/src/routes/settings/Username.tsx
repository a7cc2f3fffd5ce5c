import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { createFacesApi } from '../../api/accounts-clients.ts'
import { useClient, useClientState } from '../../client/client-context.ts'
import { keepAccount } from '../../client/faces.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { fullTime } from '../../language/times.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'
import { useFresh } from './use-fresh.tsx'

/** The name that others find and mention this account by, and when it may be another one. */
export function Username() {
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  return account ? <UsernameForm account={account} /> : null
}

function UsernameForm({ account }: { readonly account: Account }) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const [api] = useState(() => createFacesApi(client.api.transport))
  const attempt = useAttempt()
  const fresh = useFresh()
  const [username, setUsername] = useState(account.username)
  const [saved, setSaved] = useState(false)
  const from = account.username_changes_at === null ? null : Date.parse(account.username_changes_at)
  const closed = from !== null && from > client.now()
  const changed = username.trim() !== '' && username !== account.username

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    attempt.run(() =>
      fresh.run(async () => {
        const answer = await api.changeUsername({ username })
        keepAccount(client, answer.account)
        setUsername(answer.account.username)
        setSaved(true)
      }),
    )
  }

  return (
    <Section
      title={<Trans>Username</Trans>}
      lead={
        <Trans>
          You sign in with it, and others find and mention you by it. It can be changed once in 30 days.
          Nobody else gets the old one for 90 days.
        </Trans>
      }
    >
      {fresh.dialog}
      <form className={styles.fields} noValidate onSubmit={submit}>
        <Field
          label={t`Username`}
          hint={<Trans>Letters a to z, digits, . and _. Everyone sees it.</Trans>}
          value={username}
          onChange={(next) => {
            setUsername(next)
            setSaved(false)
          }}
          fault={attempt.fault ?? undefined}
          isDisabled={closed}
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck="false"
        />
        <div className={styles.buttons}>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={!changed || closed}>
            <Trans>Change the username</Trans>
          </Button>
          <span role="status" className={saved ? styles.here : styles.lead}>
            {saved ? <Trans>Changed.</Trans> : null}
            {closed && !saved ? (
              <Trans>It can be changed again on {fullTime(i18n.locale, from)}.</Trans>
            ) : null}
          </span>
        </div>
      </form>
    </Section>
  )
}
