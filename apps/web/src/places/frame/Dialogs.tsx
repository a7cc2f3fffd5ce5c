import { impossible } from '../../impossible.ts'
import { AddAccountDialog } from '../dialogs/AddAccountDialog.tsx'
import { CreateChannelDialog } from '../dialogs/CreateChannelDialog.tsx'
import { CreateGuildDialog } from '../dialogs/CreateGuildDialog.tsx'
import { DeleteMessageDialog } from '../dialogs/DeleteMessageDialog.tsx'
import { InviteDialog } from '../dialogs/InviteDialog.tsx'
import { KeysDialog } from '../dialogs/KeysDialog.tsx'
import { LeaveGuildDialog } from '../dialogs/LeaveGuildDialog.tsx'
import { QuickSwitcher } from '../dialogs/QuickSwitcher.tsx'
import type { OpenDialog } from './dialogs-context.ts'

interface DialogsProps {
  readonly dialog: OpenDialog
  readonly onClose: () => void
}

/** Whichever dialog is open; loaded when the first one is. */
export function Dialogs({ dialog, onClose }: DialogsProps) {
  switch (dialog.kind) {
    case 'create-guild':
      return <CreateGuildDialog way={dialog.way} onClose={onClose} />
    case 'create-channel':
      return (
        <CreateChannelDialog
          guildId={dialog.guildId}
          parentId={dialog.parentId}
          of={dialog.of}
          onClose={onClose}
        />
      )
    case 'invite':
      return <InviteDialog channelId={dialog.channelId} onClose={onClose} />
    case 'leave-guild':
      return <LeaveGuildDialog guildId={dialog.guildId} onClose={onClose} />
    case 'delete-message':
      return <DeleteMessageDialog message={dialog.message} onClose={onClose} />
    case 'switcher':
      return <QuickSwitcher onClose={onClose} />
    case 'keys':
      return <KeysDialog onClose={onClose} />
    case 'add-account':
      return <AddAccountDialog onClose={onClose} />
    default:
      return impossible(dialog)
  }
}
