import type { ConnectedApplication } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Ask } from '../../developers/Ask.tsx'

interface DisconnectProps {
  readonly connection: ConnectedApplication
  readonly onClose: () => void
  readonly act: () => Promise<void>
}

/** Asks once, and says what disconnecting does and what it cannot do. */
export function Disconnect({ connection, onClose, act }: DisconnectProps) {
  const { t } = useLingui()
  const { name } = connection.application
  const known = connection.scopes.includes('profile')
  return (
    <Ask title={t`Disconnect ${name}?`} yes={t`Disconnect`} onClose={onClose} act={act}>
      <Trans>
        From this moment on {name} gets nothing from here any more, and you are signed out there where it
        listens. This cannot be undone; you can sign in to it again.
      </Trans>{' '}
      {known ? (
        <Trans>What it has seen already it may still have: ask its makers to delete it.</Trans>
      ) : (
        <Trans>If you come back, it recognises this account by the same number.</Trans>
      )}
    </Ask>
  )
}
