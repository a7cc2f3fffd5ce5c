import { useLingui } from '@lingui/react/macro'
import { ChevronDown, FolderPlus, LogOut, Plus, UserPlus } from 'lucide-react'
import { useMemo } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { mayInChannel, mayInGuild } from '../../state/access.ts'
import { channelTree } from '../../state/channel-tree.ts'
import { IconButton } from '../../ui/Button.tsx'
import { LazyMenuButton } from '../../ui/LazyMenuButton.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useDialogs } from '../frame/dialogs-context.ts'
import { ChannelLink } from './ChannelLink.tsx'
import styles from './GuildSidebar.module.css'
import { Sidebar } from './Sidebar.tsx'

interface GuildSidebarProps {
  readonly guildId: string
  readonly channelId: string | undefined
}

/** A server's channels, and what one may do with the server. */
export function GuildSidebar({ guildId, channelId }: GuildSidebarProps) {
  const { t } = useLingui()
  const guild = useClientState((state) => state.entities.guilds[guildId])
  const channels = useClientState((state) => state.entities.channels)
  const mayArrange = useClientState((state) => mayInGuild(state.entities, guildId, 'MANAGE_CHANNELS'))
  const tree = useMemo(() => channelTree(channels, guildId), [channels, guildId])
  const dialogs = useDialogs()
  return (
    <Sidebar label={guild?.name ?? t`Channels`} head={<GuildHead guildId={guildId} channelId={channelId} />}>
      {guild ? (
        <nav aria-label={t`Channels`}>
          {tree.map((group) => (
            <section key={group.category?.id ?? 'none'} aria-label={group.category?.name}>
              {group.category === null ? null : (
                <div className={styles.category}>
                  <h2 className={styles.name}>{group.category.name}</h2>
                  {mayArrange ? (
                    <IconButton
                      label={t`Create a channel in ${group.category.name}`}
                      onClick={() =>
                        dialogs.open({
                          kind: 'create-channel',
                          guildId,
                          parentId: group.category?.id ?? null,
                          of: 'text',
                        })
                      }
                    >
                      <Plus size={16} aria-hidden="true" />
                    </IconButton>
                  ) : null}
                </div>
              )}
              {group.channels.map((channel) => (
                <ChannelLink key={channel.id} channel={channel} open={channel.id === channelId} />
              ))}
            </section>
          ))}
        </nav>
      ) : (
        <ChannelSkeletons />
      )}
    </Sidebar>
  )
}

function GuildHead({ guildId, channelId }: GuildSidebarProps) {
  const { t } = useLingui()
  const dialogs = useDialogs()
  const guild = useClientState((state) => state.entities.guilds[guildId])
  const mine = useClientState((state) => state.entities.guilds[guildId]?.ownerId === state.entities.me)
  const mayArrange = useClientState((state) => mayInGuild(state.entities, guildId, 'MANAGE_CHANNELS'))
  const mayInvite = useClientState(
    (state) => channelId !== undefined && mayInChannel(state.entities, channelId, 'CREATE_INSTANT_INVITE'),
  )
  if (!guild) return <Skeleton width={55} height={18} />
  const icon = { size: 16, 'aria-hidden': true } as const
  const create = (of: 'text' | 'category') => () =>
    dialogs.open({ kind: 'create-channel', guildId, parentId: null, of })
  const arrange = [
    { id: 'channel', label: t`Create a channel`, icon: <Plus {...icon} />, onAction: create('text') },
    {
      id: 'category',
      label: t`Create a category`,
      icon: <FolderPlus {...icon} />,
      onAction: create('category'),
    },
  ]
  const leave = {
    id: 'leave',
    label: t`Leave this server`,
    icon: <LogOut {...icon} />,
    danger: true,
    apart: mayArrange,
    onAction: () => dialogs.open({ kind: 'leave-guild', guildId }),
  }
  const entries = [...(mayArrange ? arrange : []), ...(mine ? [] : [leave])]
  return (
    <>
      {entries.length === 0 ? (
        <h1 className={styles.guild}>{guild.name}</h1>
      ) : (
        <LazyMenuButton label={t`${guild.name}: what to do here`} className={styles.menu} entries={entries}>
          <span className={styles.guild}>{guild.name}</span>
          <ChevronDown size={16} aria-hidden="true" />
        </LazyMenuButton>
      )}
      {mayInvite && channelId !== undefined ? (
        <IconButton label={t`Invite people`} onClick={() => dialogs.open({ kind: 'invite', channelId })}>
          <UserPlus size={18} aria-hidden="true" />
        </IconButton>
      ) : null}
    </>
  )
}

function ChannelSkeletons() {
  return (
    <div className={styles.skeletons}>
      {[62, 48, 74, 55, 40].map((width) => (
        <Skeleton key={width} width={width} height={16} />
      ))}
    </div>
  )
}
