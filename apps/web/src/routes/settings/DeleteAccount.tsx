import type { EraseMode, Scope } from '@alles/privacy/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { useClientState, useTabState } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Settings.module.css'

interface DeleteAccountProps {
  /** It has been asked for already. */
  readonly pending: boolean
  readonly onDelete: (wish: Deletion) => Promise<void>
}

/** How, and whether the acting account alone goes or all accounts of the person. */
export interface Deletion {
  readonly mode: EraseMode
  readonly scope: Scope
}

/** The two ways to go, side by side: how conversations look after each. */
export function DeleteAccount({ pending, onDelete }: DeleteAccountProps) {
  const { t } = useLingui()
  const [mode, setMode] = useState<EraseMode>('pseudonymise')
  const [scope, setScope] = useState<Scope>('account')
  const [asking, setAsking] = useState(false)
  const hasOthers = useTabState(({ accounts }) => accounts.length > 1)
  return (
    <section id="delete" className={styles.section} aria-labelledby="delete-title">
      <h2 id="delete-title" className={styles.title}>
        <Trans>Delete your account</Trans>
      </h2>
      <p className={styles.lead}>
        <Trans>
          Your name, your profile and your sign-in go in both ways. What differs is what becomes of your
          messages.
        </Trans>
      </p>
      <div className={styles.ways} role="radiogroup" aria-label={t`What becomes of your messages`}>
        <Way
          chosen={mode === 'pseudonymise'}
          onChoose={() => setMode('pseudonymise')}
          name={<Trans>They stay, without you</Trans>}
          preview={
            <>
              <p>
                <i>
                  <Trans>[deleted user]</Trans>
                </i>{' '}
                <ExampleOwn />
              </p>
              <ExampleAnswer />
            </>
          }
        >
          <Trans>
            Conversations stay whole. Nobody can tell that the words were yours; each server shows another
            stranger.
          </Trans>
        </Way>
        <Way
          chosen={mode === 'everything'}
          onChoose={() => setMode('everything')}
          name={<Trans>They go with you</Trans>}
          preview={<ExampleAnswer />}
        >
          <Trans>
            Every message you ever wrote is deleted. Answers to them stay and lose what they answered.
          </Trans>
        </Way>
      </div>
      {hasOthers ? (
        <Choice
          label={t`Which accounts`}
          value={scope}
          options={[
            { value: 'account', name: t`This one alone` },
            { value: 'person', name: t`All my accounts` },
          ]}
          onChange={setScope}
        />
      ) : null}
      <div className={styles.buttons}>
        <Button look="danger" disabled={pending} onClick={() => setAsking(true)}>
          {scope === 'person' ? <Trans>Delete all my accounts</Trans> : <Trans>Delete my account</Trans>}
        </Button>
        {pending ? (
          <span className={styles.lead}>
            <Trans>You have asked for it; see below.</Trans>
          </span>
        ) : null}
      </div>
      {asking ? <Ask wish={{ mode, scope }} onClose={() => setAsking(false)} onDelete={onDelete} /> : null}
    </section>
  )
}

interface WayProps {
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly name: ReactNode
  readonly preview: ReactNode
  readonly children: ReactNode
}

function Way({ chosen, onChoose, name, preview, children }: WayProps) {
  return (
    <label className={styles.way}>
      <strong>
        <input type="radio" name="erase-mode" checked={chosen} onChange={onChoose} />
        {name}
      </strong>
      <p>{children}</p>
      <div className={styles.preview}>{preview}</div>
    </label>
  )
}

function ExampleOwn() {
  return <Trans>I can bring the long hose on Sunday.</Trans>
}

function ExampleAnswer() {
  return (
    <p>
      <b>Sage</b> <Trans>That saved my leeks last year.</Trans>
    </p>
  )
}

interface AskProps {
  readonly wish: Deletion
  readonly onClose: () => void
  readonly onDelete: DeleteAccountProps['onDelete']
}

function Ask({ wish, onClose, onDelete }: AskProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const username = useClientState(({ session }) =>
    session.kind === 'signed-in' ? session.account.username : '',
  )
  return (
    <Dialog
      kind="alert"
      title={wish.scope === 'person' ? t`Delete all your accounts?` : t`Delete @${username}?`}
      onClose={onClose}
    >
      <p>
        <WhatGoes {...wish} />
      </p>
      <p>
        <Trans>
          The list below will say when it begins; until then you can take it back. After that nobody can undo
          it.
        </Trans>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Keep my account</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await onDelete(wish)
              onClose()
            })
          }
        >
          <Trans>Delete it</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function WhatGoes({ mode, scope }: Deletion) {
  if (scope === 'person')
    return mode === 'everything' ? (
      <Trans>
        All your accounts and every message you wrote with any of them will be deleted, each account at a
        moment of its own within a week, so that nobody sees that they were one person’s. Nobody can sign in
        from the beginning on. Backups follow within 35 days.
      </Trans>
    ) : (
      <Trans>
        All your accounts will be deleted, each at a moment of its own within a week, so that nobody sees that
        they were one person’s. Nobody can sign in from the beginning on. Your messages stay and show
        “[deleted user]”. Backups follow within 35 days.
      </Trans>
    )
  return mode === 'everything' ? (
    <Trans>
      Your account and every message you wrote will be deleted, everywhere on this server. Backups follow
      within 35 days.
    </Trans>
  ) : (
    <Trans>
      Your account will be deleted. Your messages stay and show “[deleted user]”. Backups follow within 35
      days.
    </Trans>
  )
}
