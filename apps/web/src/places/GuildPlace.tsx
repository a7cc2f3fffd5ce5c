import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useClientState, useTabState } from '../client/client-context.ts'
import { firstChannel } from '../state/channel-tree.ts'
import { nameOfAccount } from '../ui/Avatar.tsx'
import { ChannelContent } from './content/ChannelContent.tsx'
import { ContentHead } from './content/ContentHead.tsx'
import { EmptyPlace } from './content/EmptyPlace.tsx'
import { MessageSkeletons } from './content/MessageSkeletons.tsx'
import contentStyles from './content/Content.module.css'
import { Members } from './members/Members.tsx'
import { GuildSidebar } from './sidebar/GuildSidebar.tsx'
import { Sidebar } from './sidebar/Sidebar.tsx'

/** A server: its channels, the open one, and who is in it. */
export function GuildPlace() {
  const { guildId = '', channelId } = useParams({ strict: false })
  const ready = useClientState((state) => state.entities.ready)
  const listed = useClientState((state) => state.entities.guildOrder.includes(guildId))
  const here = useClientState((state) => guildId in state.entities.guilds)
  const known = useClientState((state) => state.entities.channels[channelId ?? '']?.kind === 'text')
  const first = useClientState((state) => firstChannel(state.entities.channels, guildId)?.id)

  if (ready && !listed) return <NotIn />
  if (here && !known && first !== undefined)
    return <Navigate to="/channels/$guildId/$channelId" params={{ guildId, channelId: first }} replace />
  return (
    <>
      <GuildSidebar guildId={guildId} channelId={channelId} />
      {known && channelId !== undefined ? (
        <ChannelContent key={channelId} channelId={channelId} />
      ) : (
        <main className={contentStyles.content}>
          <ContentHead title={null} />
          {here ? (
            <EmptyPlace title={<Trans>No channel to read</Trans>}>
              <Trans>There is no channel here that you may see. Ask somebody who looks after it.</Trans>
            </EmptyPlace>
          ) : (
            <MessageSkeletons />
          )}
        </main>
      )}
      <Members guildId={guildId} />
    </>
  )
}

/** An address of a server we are not in, or no longer. */
function NotIn() {
  const { t } = useLingui()
  const several = useTabState((state) => state.accounts.length > 1)
  const name = useClientState(({ session }) =>
    session.kind === 'signed-in' ? nameOfAccount(session.account) : '',
  )
  return (
    <>
      <Sidebar label={t`Channels`} head={null}>
        {null}
      </Sidebar>
      <main className={contentStyles.content}>
        <ContentHead title={null} />
        <EmptyPlace
          title={
            several ? (
              <Trans>As {name} you are not in this server</Trans>
            ) : (
              <Trans>You are not in this server</Trans>
            )
          }
        >
          <Trans>It does not exist any more, or you have left it. Somebody in it can invite you.</Trans>{' '}
          <Link to="/channels/@me">
            <Trans>Back to your servers</Trans>
          </Link>
        </EmptyPlace>
      </main>
    </>
  )
}
