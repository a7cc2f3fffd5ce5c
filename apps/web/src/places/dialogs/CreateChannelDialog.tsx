import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { createChannel } from '../../client/guilds.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './dialogs.module.css'

interface CreateChannelDialogProps {
  readonly guildId: string
  readonly parentId: string | null
  readonly of: 'text' | 'category'
  readonly onClose: () => void
}

/** A new channel, or a category to put channels under. */
export function CreateChannelDialog({ guildId, parentId, of, onClose }: CreateChannelDialogProps) {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const category = useClientState((state) => state.entities.channels[parentId ?? '']?.name)
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const empty = name.trim() === ''
  const text = of === 'text'

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (empty) return
    attempt.run(async () => {
      const place = await createChannel(client, guildId, { name: name.trim(), kind: of, parentId })
      onClose()
      if (text) await navigate({ to: '/channels/$guildId/$channelId', params: place })
    })
  }

  return (
    <Dialog title={text ? t`Create a channel` : t`Create a category`} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={submit}>
        {category === undefined ? null : (
          <p className={styles.lead}>
            <Trans>In the category {category}.</Trans>
          </p>
        )}
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <Field
          label={text ? t`Channel name` : t`Category name`}
          hint={
            text ? (
              <Trans>
                In small letters, with hyphens for spaces. Every member of the server may read it.
              </Trans>
            ) : (
              <Trans>Channels stand below it. It holds no messages of its own.</Trans>
            )
          }
          value={name}
          onChange={setName}
          maxLength={100}
          fault={tried && empty ? t`Write a name.` : undefined}
          autoFocus
          autoComplete="off"
        />
        <DialogButtons>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy}>
            <Trans>Create</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
