import { Trans, useLingui } from '@lingui/react/macro'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { deleteMessage } from '../../client/messages.ts'
import type { Message } from '../../state/entities.ts'
import { parseMarkdown, plainText } from '../../text/parse-markdown.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './dialogs.module.css'

interface DeleteMessageDialogProps {
  readonly message: Message
  readonly onClose: () => void
}

/** Asks once before a message is gone. */
export function DeleteMessageDialog({ message, onClose }: DeleteMessageDialogProps) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  return (
    <Dialog kind="alert" title={t`Delete this message?`} onClose={onClose}>
      <blockquote className={styles.quote}>
        {plainText(parseMarkdown(message.content), () => '@…')}
      </blockquote>
      <p>
        <Trans>It disappears for everybody, for good.</Trans>{' '}
        <span className={styles.small}>
          <Trans>With Shift held down you are not asked.</Trans>
        </span>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Keep it</Trans>
        </Button>
        <Button
          look="danger"
          autoFocus
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await deleteMessage(client, message)
              onClose()
            })
          }
        >
          <Trans>Delete message</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
