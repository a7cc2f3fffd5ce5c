import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import type { EntranceApi } from '../api/accounts-clients.ts'
import { useAttempt } from '../client/use-attempt.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

interface SendAgainProps {
  readonly username: string
  readonly api: EntranceApi
}

/** For whoever waits and got no mail. */
export function SendAgain({ username, api }: SendAgainProps) {
  const attempt = useAttempt()
  const [sent, setSent] = useState(false)
  return (
    <>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {sent ? (
        <Notice kind="calm">
          <Trans>Another mail is on its way. The link in the one before works no longer.</Trans>
        </Notice>
      ) : null}
      <Button
        wide
        pending={attempt.busy}
        onClick={() =>
          attempt.run(async () => {
            setSent(false)
            await api.askForVerification({ username })
            setSent(true)
          })
        }
      >
        <Trans>Send the mail again</Trans>
      </Button>
    </>
  )
}
