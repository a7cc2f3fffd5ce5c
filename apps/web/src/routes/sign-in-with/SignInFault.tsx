import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../ui/Button.tsx'
import { Door } from '../../ui/Door.tsx'
import { usePageTitle } from '../use-page-title.ts'

interface SignInFaultProps {
  /** The refusal's code; null where there was no answer. */
  readonly code: string | null
  readonly sentence: string
  readonly onAgain: () => void
}

/** A sign-in that cannot go on: what happened, and what to do. */
export function SignInFault({ code, sentence, onAgain }: SignInFaultProps) {
  const { t } = useLingui()
  usePageTitle(t`Sign in with Alles`)
  const over = code === 'unknown_interaction' || code === 'invalid_input'
  const stopped = code === 'application_stopped'
  return (
    <Door
      title={
        over ? (
          <Trans>This sign-in is over</Trans>
        ) : stopped ? (
          <Trans>This application has been stopped</Trans>
        ) : (
          <Trans>That did not work</Trans>
        )
      }
    >
      <p role="alert">
        {over ? (
          <Trans>
            It has expired, is done already, or was begun in another browser. Nothing was given to anybody. Go
            back to the application and start again there.
          </Trans>
        ) : stopped ? (
          <Trans>
            Its makers or whoever runs this server stopped it: nobody can sign in with it at the moment.
            Nothing was given to it. Ask its makers.
          </Trans>
        ) : (
          sentence
        )}
      </p>
      {over || stopped ? null : (
        <Button look="primary" wide onClick={onAgain}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </Door>
  )
}
