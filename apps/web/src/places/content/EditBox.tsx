import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { editMessage } from '../../client/messages.ts'
import { faultSentence } from '../../language/refusal-sentence.ts'
import type { Message } from '../../state/entities.ts'
import { idsToNames, namesToIds, type Mentionable } from '../../text/mentions.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { fitHeight } from './Composer.tsx'
import { useDesk } from './desk-context.ts'
import styles from './EditBox.module.css'

interface EditBoxProps {
  readonly message: Message
  readonly guildId: string
}

/** A message of one's own in a field. Enter saves, Escape leaves it as it was; an empty one asks to be deleted. */
export function EditBox({ message, guildId }: EditBoxProps) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const desk = useDesk()
  const field = useRef<HTMLTextAreaElement>(null)
  const users = useClientState((state) => state.entities.users)
  const [before] = useState(() => idsToNames(message.content, (id) => mentionable(users[id])))
  const [text, setText] = useState(before)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  useLayoutEffect(() => fitHeight(field.current), [text])
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(before.length, before.length)
  }, [before, desk.editing])

  async function save(): Promise<void> {
    if (busy) return
    if (text.trim() === '') {
      desk.remove(message, false)
      return
    }
    if (text === before) {
      desk.edit(null)
      return
    }
    setBusy(true)
    setFault(null)
    try {
      await editMessage(client, message, namesToIds(text.trim(), byUsername))
      desk.edit(null)
    } catch (error) {
      setFault(faultSentence(i18n, error))
      setBusy(false)
    }
  }

  function byUsername(username: string): Mentionable | undefined {
    const { entities } = client.store.getState()
    const found = Object.keys(entities.members[guildId] ?? {}).find(
      (id) => entities.users[id]?.username === username,
    )
    return found === undefined ? undefined : mentionable(entities.users[found])
  }

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      desk.edit(null)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }

  return (
    <div className={styles.edit}>
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={t`Edit your message`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      {fault === null ? null : <Notice>{fault}</Notice>}
      <div className={styles.foot}>
        <Button small onClick={() => desk.edit(null)}>
          <Trans>Cancel</Trans>
        </Button>
        <Button small look="primary" pending={busy} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
        <small>
          <Trans>Enter saves, Escape cancels.</Trans>
        </small>
      </div>
    </div>
  )
}

function mentionable(user: { id: string; username: string } | undefined): Mentionable | undefined {
  return user && { id: user.id, username: user.username, name: user.username }
}
