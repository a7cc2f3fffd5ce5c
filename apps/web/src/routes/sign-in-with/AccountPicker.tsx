import type { Interaction } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { AccountRing, nameOfAccount } from '../../ui/Avatar.tsx'
import styles from './Consent.module.css'

type Face = Interaction['accounts'][number]

interface AccountPickerProps {
  readonly accounts: readonly Face[]
  readonly chosen: string | null
  readonly onChoose: (account: string) => void
}

/** Every account of the person, each with its ring: as whom they go on. */
export function AccountPicker({ accounts, chosen, onChoose }: AccountPickerProps) {
  const { t } = useLingui()
  return (
    <div role="radiogroup" aria-label={t`Go on as`} className={styles.accounts}>
      {accounts.map((face) => (
        <label key={face.id} className={styles.account}>
          <input
            type="radio"
            name="account"
            value={face.id}
            checked={face.id === chosen}
            onChange={() => onChoose(face.id)}
          />
          <AccountRing account={face} />
          <span className={styles.names}>
            <b>{nameOfAccount(face)}</b>
            <small>
              @{face.username}
              {face.granted.length > 0 ? (
                <>
                  {' · '}
                  <Trans>connected before</Trans>
                </>
              ) : null}
            </small>
          </span>
          <Check size={18} aria-hidden="true" className={styles.mark} />
        </label>
      ))}
    </div>
  )
}
