import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { guildMentions, isGuildUnread } from '../../state/unread.ts'
import { classNames } from '../../ui/class-names.ts'
import { initials } from '../../ui/initials.ts'
import styles from './Rail.module.css'

interface GuildTileProps {
  readonly guildId: string
  readonly hinted: (text: string, tile: ReactNode) => ReactNode
}

/** One server in the rail: whether something is new there, and how often it names us. */
export function GuildTile({ guildId, hinted }: GuildTileProps) {
  const { t } = useLingui()
  const { guildId: open } = useParams({ strict: false })
  const guild = useClientState((state) => state.entities.guilds[guildId])
  const mentions = useClientState((state) => guildMentions(state.entities, guildId))
  const unread = useClientState((state) => isGuildUnread(state.entities.guilds[guildId], state.read))
  if (!guild) return <span className={styles.waiting} data-waiting />
  const news =
    mentions > 0 ? plural(mentions, { one: '# mention', other: '# mentions' }) : unread ? t`unread` : null
  const label = news === null ? guild.name : `${guild.name}, ${news}`
  return hinted(
    guild.name,
    <Link
      to="/channels/$guildId"
      params={{ guildId }}
      className={classNames(styles.tile, open === guildId && styles.on, unread && styles.unread)}
      aria-current={open === guildId ? 'page' : undefined}
    >
      <span className="unseen">{label}</span>
      <span aria-hidden="true">{initials(guild.name)}</span>
      {mentions > 0 ? (
        <span className={styles.badge} aria-hidden="true">
          {mentions > 99 ? '99+' : mentions}
        </span>
      ) : null}
    </Link>,
  )
}
