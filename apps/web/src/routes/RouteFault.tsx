import { Trans } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { Unreachable } from '../api/transport.ts'
import { Button } from '../ui/Button.tsx'
import { Door } from '../ui/Door.tsx'

/** A page that could not be shown: why, what was lost (nothing), and what to do. */
export function RouteFault({ error }: { readonly error: unknown }) {
  const router = useRouter()
  return (
    <Door title={error instanceof Unreachable ? <Trans>No answer</Trans> : <Trans>That did not work</Trans>}>
      <p>
        {error instanceof Unreachable ? (
          <Trans>
            The server cannot be reached right now. Nothing was lost. Check your connection, or wait a moment.
          </Trans>
        ) : (
          <Trans>
            This page could not be shown. Nothing was lost. If it happens again, tell whoever runs this
            server.
          </Trans>
        )}
      </p>
      <Button look="primary" wide onClick={() => void router.invalidate()}>
        <Trans>Try again</Trans>
      </Button>
    </Door>
  )
}
