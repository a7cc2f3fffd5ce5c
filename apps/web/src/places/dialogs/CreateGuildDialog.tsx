import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { createGuild } from '../../client/guilds.ts'
import { readInviteCode } from '../../text/invite-code.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './dialogs.module.css'

interface CreateGuildDialogProps {
  readonly way: 'create' | 'join'
  readonly onClose: () => void
}

/** A new server, or the way into one that exists. */
export function CreateGuildDialog({ way: first, onClose }: CreateGuildDialogProps) {
  const [way, setWay] = useState(first)
  return way === 'create' ? (
    <Create onClose={onClose} onOther={() => setWay('join')} />
  ) : (
    <Join onClose={onClose} onOther={() => setWay('create')} />
  )
}

interface WayProps {
  readonly onClose: () => void
  readonly onOther: () => void
}

function Create({ onClose, onOther }: WayProps) {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const short = Array.from(name.trim()).length < 2

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (short) return
    attempt.run(async () => {
      const place = await createGuild(client, name.trim())
      onClose()
      await navigate({ to: '/channels/$guildId/$channelId', params: place })
    })
  }

  return (
    <Dialog title={t`Create a server`} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <p className={styles.lead}>
          <Trans>
            A server is a place for people who know each other. It begins with one channel; you can add more.
          </Trans>
        </p>
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        <Field
          label={t`Server name`}
          value={name}
          onChange={setName}
          maxLength={100}
          fault={tried && short ? t`A name has at least 2 characters.` : undefined}
          autoFocus
          autoComplete="off"
        />
        <DialogButtons>
          <Button onClick={onOther}>
            <Trans>I have an invite</Trans>
          </Button>
          <Button type="submit" look="primary" pending={attempt.busy}>
            <Trans>Create</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

function Join({ onClose, onOther }: WayProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [link, setLink] = useState('')
  const [tried, setTried] = useState(false)
  const code = readInviteCode(link)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (code === null) return
    onClose()
    void navigate({ to: '/invite/$code', params: { code } })
  }

  return (
    <Dialog title={t`Join with an invite`} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <Field
          label={t`Link or code`}
          hint={<Trans>Somebody in the server gave it to you.</Trans>}
          value={link}
          onChange={setLink}
          fault={tried && code === null ? t`This is not an invite.` : undefined}
          autoFocus
          autoComplete="off"
          spellCheck="false"
        />
        <DialogButtons>
          <Button onClick={onOther}>
            <Trans>Create a server instead</Trans>
          </Button>
          <Button type="submit" look="primary">
            <Trans>Continue</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
