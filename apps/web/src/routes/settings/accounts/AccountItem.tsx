import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createFacesApi } from '../../../api/accounts-clients.ts'
import { useClient } from '../../../client/client-context.ts'
import { switchFace } from '../../../client/faces.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { AccountRing, nameOfAccount } from '../../../ui/Avatar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../Settings.module.css'
import type { Fresh } from '../use-fresh.tsx'

interface AccountItemProps {
  readonly account: Account
  /** Whether it is the one that acts in this tab. */
  readonly acts: boolean
  readonly fresh: Fresh
}

/** One face, and what can be done with it. */
export function AccountItem({ account, acts, fresh }: AccountItemProps) {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const name = nameOfAccount(account)

  /** Deleting happens where the two ways to go stand side by side, as the account that goes. */
  async function leadToDeletion(): Promise<void> {
    await switchFace(client, account.id)
    await navigate({ to: '/settings/privacy', hash: 'delete' })
  }

  return (
    <li className={styles.item}>
      <div className={styles.one}>
        <AccountRing account={account} />
        <div>
          <b dir="auto">{name}</b>
          <small>
            @{account.username} {account.kind === 'primary' ? <Trans>· primary</Trans> : null}
          </small>
        </div>
      </div>
      <div className={styles.buttons}>
        {acts ? (
          <span className={styles.here}>
            <Trans>Acts here</Trans>
          </span>
        ) : (
          <Button aria-label={t`Switch to ${name}`} onClick={() => void switchFace(client, account.id)}>
            <Trans>Switch</Trans>
          </Button>
        )}
        {account.kind === 'primary' ? null : (
          <Button aria-label={t`Make primary: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Make primary</Trans>
          </Button>
        )}
        <Button aria-label={t`Delete ${name}`} onClick={() => void leadToDeletion()}>
          <Trans>Delete…</Trans>
        </Button>
      </div>
      {asking ? <AskPrimary account={account} fresh={fresh} onClose={() => setAsking(false)} /> : null}
    </li>
  )
}

interface AskPrimaryProps {
  readonly account: Account
  readonly fresh: Fresh
  readonly onClose: () => void
}

function AskPrimary({ account, fresh, onClose }: AskPrimaryProps) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()
  const name = nameOfAccount(account)

  async function makePrimary(): Promise<void> {
    await createFacesApi(client.api.transport).makePrimary({ id: account.id })
    const { accounts } = await client.api.accounts.listMyAccounts({})
    client.tab.store.setState({ accounts })
    onClose()
  }

  return (
    <Dialog kind="alert" title={t`Make ${name} the primary account?`} onClose={onClose}>
      <p>
        <Trans>
          The primary account of now becomes a secondary one. Names, profiles and servers stay as they are,
          and nobody else sees a difference.
        </Trans>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          look="primary"
          pending={attempt.busy}
          onClick={() => attempt.run(() => fresh.run(makePrimary))}
        >
          <Trans>Make it primary</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
