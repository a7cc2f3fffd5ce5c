import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useClient } from '../../../client/client-context.ts'
import { keepAccount } from '../../../client/faces.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { ColorField } from '../../../ui/ColorField.tsx'
import { faceColor } from '../../../ui/face-color.ts'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'

const longestName = 32
const longestPronouns = 40
const longestBio = 190

/** What is being written, before it is saved. */
export interface ProfileDraft {
  readonly displayName: string
  readonly pronouns: string
  readonly bio: string
  readonly color: number | null
}

export function draftOf(account: Account): ProfileDraft {
  return {
    displayName: account.display_name ?? '',
    pronouns: account.pronouns ?? '',
    bio: account.bio ?? '',
    color: account.color,
  }
}

interface ProfileFieldsProps {
  readonly account: Account
  readonly draft: ProfileDraft
  /** Null: nothing is being written that is not saved. */
  readonly onChange: (draft: ProfileDraft | null) => void
}

/** The words of a profile, and its colour. */
export function ProfileFields({ account, draft, onChange }: ProfileFieldsProps) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  const [saved, setSaved] = useState(false)
  const before = draftOf(account)
  const changed = Object.entries(before).some(
    ([field, value]) => draft[field as keyof ProfileDraft] !== value,
  )
  const write = (next: Partial<ProfileDraft>) => onChange({ ...draft, ...next })

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (!changed) return
    attempt.run(async () => {
      const answer = await client.api.accounts.editAccount({
        display_name: draft.displayName.trim() || null,
        pronouns: draft.pronouns.trim() || null,
        bio: draft.bio.trim() || null,
        color: draft.color,
      })
      keepAccount(client, answer.account)
      onChange(null)
      setSaved(true)
    })
  }

  return (
    <Section title={<Trans>About this account</Trans>}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        <Field
          label={t`Display name`}
          hint={<Trans>Seen by everybody, even if the account is private.</Trans>}
          value={draft.displayName}
          onChange={(displayName) => write({ displayName })}
          maxLength={longestName}
          autoComplete="off"
        />
        <Field
          label={t`Pronouns`}
          hint={<Trans>Seen by everybody unless the account is private. Leave it empty if you like.</Trans>}
          value={draft.pronouns}
          onChange={(pronouns) => write({ pronouns })}
          maxLength={longestPronouns}
          autoComplete="off"
        />
        <Field
          label={t`About you`}
          hint={<Trans>Seen by everybody unless the account is private. Leave it empty if you like.</Trans>}
          value={draft.bio}
          onChange={(bio) => write({ bio })}
          maxLength={longestBio}
          rows={3}
        />
        <ColorField
          label={t`Colour`}
          hint={
            <Trans>
              Of your ring, so that you know at once as whom you act. Seen by everybody unless the account is
              private.
            </Trans>
          }
          value={draft.color}
          otherwise={faceColor(account.id, null)}
          onChange={(color) => write({ color })}
        />
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <div className={styles.buttons}>
          <Button type="submit" look="primary" pending={attempt.busy} disabled={!changed}>
            <Trans>Save</Trans>
          </Button>
          {changed ? (
            <Button onClick={() => onChange(null)}>
              <Trans>Undo</Trans>
            </Button>
          ) : null}
          <span role="status" className={styles.here}>
            {saved && !changed ? <Trans>Saved.</Trans> : null}
          </span>
        </div>
      </form>
    </Section>
  )
}
