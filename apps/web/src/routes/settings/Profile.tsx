import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { keepAccount } from '../../client/session.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { findLanguage, languageNames, speak, type Language } from '../../language/language.ts'
import { AccountRing } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { SessionList } from './SessionList.tsx'
import styles from './Settings.module.css'

const longestName = 32
const longestBio = 190

/** What others see of the account that acts, and where one is signed in. */
export function Profile() {
  return (
    <>
      <ProfileForm />
      <LanguageChoice />
      <SessionList />
    </>
  )
}

function ProfileForm() {
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  if (!account) return null
  const name = account.display_name ?? account.username
  return (
    <section className={styles.section} aria-labelledby="profile-title">
      <h2 id="profile-title" className={styles.title}>
        <Trans>Profile</Trans>
      </h2>
      <div className={styles.who}>
        <AccountRing name={name} />
        <div>
          <b>{name}</b>
          <span>@{account.username}</span>
        </div>
      </div>
      <ProfileFields account={account} />
    </section>
  )
}

function ProfileFields({ account }: { readonly account: Account }) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  const before = { displayName: account.display_name ?? '', bio: account.bio ?? '' }
  const [values, setValues] = useState(before)
  const [saved, setSaved] = useState(false)
  const changed = values.displayName !== before.displayName || values.bio !== before.bio

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    attempt.run(async () => {
      const answer = await client.api.accounts.editAccount({
        display_name: values.displayName.trim() || null,
        bio: values.bio.trim() || null,
      })
      keepAccount(client, answer.account)
      setValues({ displayName: answer.account.display_name ?? '', bio: answer.account.bio ?? '' })
      setSaved(true)
    })
  }

  return (
    <form className={styles.section} noValidate onSubmit={submit}>
      <Field
        label={t`Display name`}
        hint={<Trans>Seen by everyone in your servers, and by whoever runs this server.</Trans>}
        value={values.displayName}
        onChange={(displayName) => setValues({ ...values, displayName })}
        maxLength={longestName}
        autoComplete="nickname"
      />
      <Field
        label={t`About you`}
        hint={
          <Trans>
            Seen by everyone in your servers, and by whoever runs this server. Leave it empty if you like.
          </Trans>
        }
        value={values.bio}
        onChange={(bio) => setValues({ ...values, bio })}
        maxLength={longestBio}
        rows={3}
      />
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <div className={styles.buttons}>
        <Button type="submit" look="primary" pending={attempt.busy} disabled={!changed}>
          <Trans>Save</Trans>
        </Button>
        <span role="status" className={styles.here}>
          {saved && !changed ? <Trans>Saved.</Trans> : null}
        </span>
      </div>
    </form>
  )
}

function LanguageChoice() {
  const { t } = useLingui()
  const client = useClient()
  const [language, setLanguage] = useState(() =>
    findLanguage(client.memory.choice('language'), navigator.languages),
  )
  const options = Object.entries(languageNames).map(([value, name]) => ({ value: value as Language, name }))
  return (
    <section className={styles.section} aria-labelledby="language-title">
      <h2 id="language-title" className={styles.title}>
        <Trans>Language</Trans>
      </h2>
      <Choice
        label={t`Language of this browser`}
        value={language}
        options={options}
        onChange={(chosen) => {
          setLanguage(chosen)
          client.memory.keepChoice('language', chosen)
          void speak(chosen)
        }}
      />
    </section>
  )
}
