import { Trans } from '@lingui/react/macro'
import { Hash, UserPlus } from 'lucide-react'
import { useClientState } from '../../client/client-context.ts'
import { mayInChannel } from '../../state/access.ts'
import type { Channel } from '../../state/entities.ts'
import { Button } from '../../ui/Button.tsx'
import { useDialogs } from '../frame/dialogs-context.ts'
import styles from './ChannelStart.module.css'

/** Above the first message of a channel. */
export function ChannelStart({ channel }: { readonly channel: Channel }) {
  const dialogs = useDialogs()
  const alone = useClientState((state) => state.entities.guilds[channel.guildId]?.memberCount === 1)
  const mayInvite = useClientState((state) =>
    mayInChannel(state.entities, channel.id, 'CREATE_INSTANT_INVITE'),
  )
  return (
    <div className={styles.start}>
      <span className={styles.mark} aria-hidden="true">
        <Hash size={28} />
      </span>
      <h2 className={styles.title}>
        <Trans>This is #{channel.name}</Trans>
      </h2>
      <p className={styles.words}>
        {alone ? (
          <Trans>Nobody else is here yet. Invite the people you made this for.</Trans>
        ) : (
          <Trans>The conversation begins here.</Trans>
        )}
      </p>
      {alone && mayInvite ? (
        <Button look="primary" onClick={() => dialogs.open({ kind: 'invite', channelId: channel.id })}>
          <UserPlus size={16} aria-hidden="true" />
          <Trans>Invite people</Trans>
        </Button>
      ) : null}
    </div>
  )
}
