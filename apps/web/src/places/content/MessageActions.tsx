import { useLingui } from '@lingui/react/macro'
import { Pencil, Reply, Trash2 } from 'lucide-react'
import type { Message } from '../../state/entities.ts'
import { IconButton } from '../../ui/Button.tsx'
import { useDesk } from './desk-context.ts'
import styles from './MessageActions.module.css'

interface MessageActionsProps {
  readonly message: Message
  readonly mine: boolean
  readonly mayDelete: boolean
}

/** What can be done with a message, beside it while one is there. */
export function MessageActions({ message, mine, mayDelete }: MessageActionsProps) {
  const { t } = useLingui()
  const desk = useDesk()
  return (
    <div className={styles.actions} role="toolbar" aria-label={t`What to do with this message`}>
      <IconButton label={t`Reply`} onClick={() => desk.reply(message)}>
        <Reply size={17} aria-hidden="true" />
      </IconButton>
      {mine ? (
        <IconButton label={t`Edit`} onClick={() => desk.edit(message.id)}>
          <Pencil size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      {mayDelete ? (
        <IconButton label={t`Delete`} danger onClick={(event) => desk.remove(message, event.shiftKey)}>
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  )
}
