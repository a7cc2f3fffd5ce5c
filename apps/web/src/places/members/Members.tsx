import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef } from 'react'
import { Virtualizer } from 'virtua'
import { useClient, useClientState } from '../../client/client-context.ts'
import { readMoreMembers } from '../../client/members.ts'
import type { Member } from '../../state/entities.ts'
import { memberGroups, type MemberGroup } from '../../state/member-groups.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { LazyDrawer } from '../../ui/LazyDrawer.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useLayout } from '../frame/layout-context.ts'
import styles from './Members.module.css'

/** Who is in this server, under the roles that stand apart; as a drawer where there is no room beside the content. */
export function Members({ guildId }: { readonly guildId: string }) {
  const { t } = useLingui()
  const layout = useLayout()
  if (!layout.members) return null
  const column = <MemberColumn guildId={guildId} />
  if (layout.roomy) return column
  return (
    <LazyDrawer label={t`Members`} side="end" onClose={() => layout.showMembers(false)}>
      {column}
    </LazyDrawer>
  )
}

type Line =
  | { readonly kind: 'head'; readonly group: MemberGroup }
  | { readonly kind: 'member'; readonly entry: MemberGroup['members'][number] }
  /** What comes after account `after` is read when this comes into sight. */
  | { readonly kind: 'more'; readonly after: string }

const nobody: Readonly<Record<string, Member>> = {}

function MemberColumn({ guildId }: { readonly guildId: string }) {
  const { t } = useLingui()
  const scroller = useRef<HTMLDivElement>(null)
  const guild = useClientState((state) => state.entities.guilds[guildId])
  const members = useClientState((state) => state.entities.members[guildId] ?? nobody)
  const users = useClientState((state) => state.entities.users)
  const lines = useMemo<Line[]>(
    () =>
      guild
        ? memberGroups(guild, members, users)
            .flatMap((group): Line[] => [
              { kind: 'head', group },
              ...group.members.map((entry): Line => ({ kind: 'member', entry })),
            ])
            .concat(guild.memberPages.whole ? [] : [{ kind: 'more', after: guild.memberPages.after }])
        : [],
    [guild, members, users],
  )
  return (
    <aside className={styles.members} aria-label={t`Members`}>
      <h2 className={styles.head}>
        <Trans>Members</Trans> {guild ? <span>{guild.memberCount}</span> : null}
      </h2>
      <div ref={scroller} className={styles.scroll} role="group" aria-label={t`Members`} tabIndex={0}>
        {guild ? (
          <Virtualizer scrollRef={scroller} data={lines}>
            {(line) => {
              if (line.kind === 'head')
                return (
                  <GroupHead
                    key={`group-${line.group.roleId ?? 'rest'}`}
                    group={line.group}
                    whole={guild.memberPages.whole}
                  />
                )
              if (line.kind === 'more') return <MoreMembers key={`more-${line.after}`} guildId={guildId} />
              return <MemberLine key={line.entry.user.id} entry={line.entry} />
            }}
          </Virtualizer>
        ) : (
          <MemberSkeletons />
        )}
      </div>
    </aside>
  )
}

function GroupHead({ group, whole }: { readonly group: MemberGroup; readonly whole: boolean }) {
  return (
    <h3 className={styles.group}>
      {group.name ?? <Trans>Everybody</Trans>}
      {whole ? ` · ${group.members.length}` : null}
    </h3>
  )
}

function MemberLine({ entry }: { readonly entry: MemberGroup['members'][number] }) {
  return (
    <div className={styles.member}>
      <Avatar id={entry.user.id} name={entry.name} picture={entry.user.avatar} size="small" />
      <span className={styles.name} title={`@${entry.user.username}`}>
        {entry.name}
      </span>
      {entry.user.bot ? (
        <span className={styles.badge}>
          <Trans>app</Trans>
        </span>
      ) : null}
    </div>
  )
}

/** Stands at the end of a list that goes on: once it is seen, the next page is read. */
function MoreMembers({ guildId }: { readonly guildId: string }) {
  const client = useClient()
  const online = useClientState((state) => state.connection === 'online')
  useEffect(() => {
    if (online) void readMoreMembers(client, guildId)
  }, [client, guildId, online])
  return <MemberSkeletons />
}

function MemberSkeletons() {
  return (
    <div className={styles.skeletons}>
      {[58, 44, 66, 50].map((width) => (
        <div key={width} className={styles.member}>
          <Skeleton height={30} round />
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  )
}
