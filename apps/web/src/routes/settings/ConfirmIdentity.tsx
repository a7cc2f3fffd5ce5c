import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { createSecurityApi } from '../../api/accounts-clients.ts'
import { useClient } from '../../client/client-context.ts'
import { askForPasskey, isGivenUp } from '../../client/passkeys.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ConfirmByPassword } from './ConfirmByPassword.tsx'
import { LoadFault } from './LoadFault.tsx'
import { useLoaded } from './use-loaded.ts'
import styles from './Settings.module.css'

/** Asks once more who one is, before something that matters: by a passkey, or by the password and its second factor. */
export function ConfirmIdentity({ onDone }: { readonly onDone: (confirmed: boolean) => void }) {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createSecurityApi(client.api.transport))
  const [load] = useState(() => () => api.getSecurity({}))
  const security = useLoaded(load)
  const attempt = useAttempt()

  function confirmWithPasskey(): void {
    attempt.run(async () => {
      const { options } = await api.startPasskeyConfirmation({})
      try {
        await api.confirmWithPasskey({ response: await askForPasskey(options, 'window') })
        onDone(true)
      } catch (error) {
        if (!isGivenUp(error)) throw error
      }
    })
  }

  return (
    <Dialog title={t`Is it you?`} onClose={() => onDone(false)}>
      <div className={styles.section}>
        <p className={styles.lead}>
          <Trans>Your last sign-in was some time ago. Show once more that it is you.</Trans>
        </p>
        {security.kind === 'loading' ? <Skeleton height={104} /> : null}
        {security.kind === 'failed' ? (
          <LoadFault sentence={security.sentence} again={security.again} />
        ) : null}
        {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
        {security.kind === 'loaded' && security.value.passkeys.length > 0 ? (
          <Button
            look={security.value.password ? 'quiet' : 'primary'}
            wide
            pending={attempt.busy}
            autoFocus={!security.value.password}
            onClick={confirmWithPasskey}
          >
            <KeyRound size={16} aria-hidden="true" />
            <Trans>Use a passkey</Trans>
          </Button>
        ) : null}
        {security.kind === 'loaded' && security.value.password ? (
          <ConfirmByPassword second={security.value.second_factor} onDone={onDone} />
        ) : null}
      </div>
    </Dialog>
  )
}
