import type { Account } from '@alles/accounts/contract'
import { Trans } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createEntranceApi } from '../../../api/accounts-clients.ts'
import { useClient, useClientState, useTabState } from '../../../client/client-context.ts'
import { useDialogs } from '../../../places/frame/dialogs-context.ts'
import { Button } from '../../../ui/Button.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useFresh } from '../use-fresh.tsx'
import { useLoaded } from '../use-loaded.ts'
import { AccountItem } from './AccountItem.tsx'

/** The faces of a person: which there are, which is the first, and another one. */
export function Accounts() {
  const client = useClient()
  const [load] = useState(() => () => readFaces(client))
  const loaded = useLoaded(load)
  const accounts = useTabState((state) => state.accounts)
  const acting = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account.id : ''))
  const fresh = useFresh()
  useEffect(() => {
    if (loaded.kind === 'loaded') client.tab.store.setState({ accounts: loaded.value.accounts })
  }, [client, loaded])

  return (
    <Section
      title={<Trans>Your accounts</Trans>}
      lead={
        <Trans>
          Each has a name, profile, servers and privacy of its own. Nobody else can tell that they belong
          together; whoever runs this server can.
        </Trans>
      }
    >
      {fresh.dialog}
      {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
      {accounts.length === 0 && loaded.kind !== 'failed' ? <Skeleton height={66} /> : null}
      {accounts.length === 0 ? null : (
        <ul className={styles.list}>
          {inOrder(accounts).map((account) => (
            <AccountItem key={account.id} account={account} acts={account.id === acting} fresh={fresh} />
          ))}
        </ul>
      )}
      {loaded.kind === 'loaded' ? <AddAccount count={accounts.length} most={loaded.value.most} /> : null}
    </Section>
  )
}

/** The accounts, and how many secondary ones there may be. */
async function readFaces(client: ReturnType<typeof useClient>) {
  const [{ accounts }, rules] = await Promise.all([
    client.api.accounts.listMyAccounts({}),
    createEntranceApi(client.api.transport).getRegistrationRules({}),
  ])
  return { accounts, most: rules.secondary_accounts }
}

/** The primary one first, then as they were made. */
function inOrder(accounts: readonly Account[]): Account[] {
  const rank = (account: Account) => (account.kind === 'primary' ? 0 : Date.parse(account.created_at))
  return accounts.toSorted((a, b) => rank(a) - rank(b))
}

interface AddAccountProps {
  readonly count: number
  /** How many secondary accounts a person may have. */
  readonly most: number
}

function AddAccount({ count, most }: AddAccountProps) {
  const dialogs = useDialogs()
  const full = count > most
  return (
    <div className={styles.buttons}>
      <Button disabled={full} onClick={() => dialogs.open({ kind: 'add-account' })}>
        <Plus size={16} aria-hidden="true" />
        <Trans>Add an account</Trans>
      </Button>
      <span className={styles.lead}>
        {full ? (
          <Trans>You have as many as one person may have here.</Trans>
        ) : (
          <Trans>You may have {most} beside the first.</Trans>
        )}
      </span>
    </div>
  )
}
