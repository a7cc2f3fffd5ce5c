import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'

interface AskProps {
  readonly title: string
  /** What the button that does it says. */
  readonly yes: string
  readonly onClose: () => void
  readonly act: () => Promise<void>
  /** What exactly will happen. */
  readonly children: ReactNode
}

/** Asks once before something that cannot be undone. */
export function Ask({ title, yes, onClose, act, children }: AskProps) {
  const attempt = useAttempt(applicationFault)
  return (
    <Dialog kind="alert" title={title} onClose={onClose}>
      <p>{children}</p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await act()
              onClose()
            })
          }
        >
          {yes}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
