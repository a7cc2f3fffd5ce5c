import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useClient, useClientState } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Notice } from '../../ui/Notice.tsx'

interface LeaveGuildDialogProps {
  readonly guildId: string
  readonly onClose: () => void
}

export function LeaveGuildDialog({ guildId, onClose }: LeaveGuildDialogProps) {
  const { t } = useLingui()
  const client = useClient()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const name = useClientState((state) => state.entities.guilds[guildId]?.name ?? '')
  return (
    <Dialog kind="alert" title={t`Leave ${name}?`} onClose={onClose}>
      <p>
        <Trans>What you wrote stays there. To come back you need an invite.</Trans>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Stay</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await client.api.chat.leaveGuild({ guildId })
              onClose()
              await navigate({ to: '/channels/@me' })
            })
          }
        >
          <Trans>Leave</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
