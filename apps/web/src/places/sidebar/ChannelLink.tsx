import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Hash } from 'lucide-react'
import { useClientState } from '../../client/client-context.ts'
import type { Channel } from '../../state/entities.ts'
import { isUnread } from '../../state/unread.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './GuildSidebar.module.css'

interface ChannelLinkProps {
  readonly channel: Channel
  readonly open: boolean
}

export function ChannelLink({ channel, open }: ChannelLinkProps) {
  const { t } = useLingui()
  const unread = useClientState((state) =>
    isUnread(state.entities.guilds[channel.guildId], channel.id, state.read),
  )
  const mentions = useClientState((state) => state.entities.mentionCounts[channel.id] ?? 0)
  const news =
    mentions > 0 ? plural(mentions, { one: '# mention', other: '# mentions' }) : unread ? t`unread` : null
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId: channel.guildId, channelId: channel.id }}
      className={classNames(styles.channel, open && styles.open, unread && styles.unread)}
      aria-current={open ? 'page' : undefined}
    >
      <Hash size={16} aria-hidden="true" />
      <span className={styles.label}>{channel.name}</span>
      {news === null ? null : <span className="unseen">, {news}</span>}
      {mentions > 0 ? (
        <span className={styles.count} aria-hidden="true">
          {mentions}
        </span>
      ) : null}
    </Link>
  )
}
