import type { Invitation } from '@alles/accounts/contract'
import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice } from '../../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../Settings.module.css'
import type { InstanceApi } from './Instance.tsx'

interface InvitationDialogProps {
  readonly api: InstanceApi
  readonly onMade: (invitation: Invitation) => void
  readonly onClose: () => void
}

const people = [1, 5, 10, 50, 100, 1000]
const ages = [1, 7, 30, 365]
const longestNote = 100

/** A new invitation: for how many people, how long, and whom one means. */
export function InvitationDialog({ api, onMade, onClose }: InvitationDialogProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [uses, setUses] = useState(1)
  const [days, setDays] = useState(7)
  const [note, setNote] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    attempt.run(async () => {
      const { invitation } = await api.createInvitation({ uses, days, note: note.trim() || null })
      onMade(invitation)
    })
  }

  return (
    <Dialog title={t`Make an invitation`} onClose={onClose}>
      <form className={styles.fields} noValidate onSubmit={submit}>
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <Choice
          label={t`For how many people`}
          value={uses}
          options={people.map((count) => ({
            value: count,
            name: plural(count, { one: '# person', other: '# people' }),
          }))}
          onChange={setUses}
        />
        <Choice
          label={t`Valid for`}
          value={days}
          options={ages.map((count) => ({
            value: count,
            name: plural(count, { one: '# day', other: '# days' }),
          }))}
          onChange={setDays}
        />
        <Field
          label={t`Note`}
          hint={<Trans>So that you know whom it is for. Only administrators see it.</Trans>}
          value={note}
          onChange={setNote}
          maxLength={longestNote}
          autoComplete="off"
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy}>
            <Trans>Make it</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
