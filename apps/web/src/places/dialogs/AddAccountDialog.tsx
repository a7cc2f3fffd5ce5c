import { Refusal } from '@alles/platform/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { createFacesApi } from '../../api/accounts-clients.ts'
import { useClient } from '../../client/client-context.ts'
import { keepAccount, switchFace } from '../../client/faces.ts'
import { faultSentence } from '../../language/refusal-sentence.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './dialogs.module.css'

interface Faults {
  readonly username?: string
  readonly form?: string
}

/** Another face of the same person: what others can know of it, and a name. */
export function AddAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const [username, setUsername] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)

  async function add(): Promise<void> {
    setBusy(true)
    setFaults({})
    try {
      const { account } = await createFacesApi(client.api.transport).createSecondary({
        username,
        display_name: displayName.trim() || null,
      })
      keepAccount(client, account)
      onClose()
      await switchFace(client, account.id)
    } catch (error) {
      const sentence = faultSentence(i18n, error)
      setFaults(
        error instanceof Refusal && /username/.test(error.kind.code)
          ? { username: sentence }
          : { form: sentence },
      )
      setBusy(false)
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (username.trim() === '') setFaults({ username: t`Choose a username.` })
    else if (!busy) void add()
  }

  return (
    <Dialog title={t`Add an account`} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <p className={styles.lead}>
          <Trans>
            Another face of yours, with a name, profile and servers of its own. You switch between them
            without a password.
          </Trans>
        </p>
        {faults.form === undefined ? null : <Notice>{faults.form}</Notice>}
        <Field
          label={t`Username`}
          hint={<Trans>Letters a to z, digits, . and _. Everyone sees it.</Trans>}
          value={username}
          onChange={(next) => {
            setUsername(next)
            setFaults({})
          }}
          fault={faults.username}
          maxLength={32}
          autoComplete="off"
          spellCheck="false"
          autoFocus
        />
        <Field
          label={t`Display name`}
          hint={<Trans>If you like; shown instead of the username.</Trans>}
          value={displayName}
          onChange={setDisplayName}
          maxLength={32}
          autoComplete="off"
        />
        <Notice kind="calm">
          <Trans>
            Nobody else can tell that both accounts are yours, neither here nor at an application you sign in
            to. Whoever runs this server can. What gives it away is you: the same picture or words, friends in
            common, being there at the same hours.
          </Trans>
        </Notice>
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={busy}>
            <Trans>Add and act as it</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
