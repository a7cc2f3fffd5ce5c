import { Trans } from '@lingui/react/macro'
import { impossible } from '../../impossible.ts'
import type { Channel } from '../../state/entities.ts'
import type { Row } from '../../state/message-rows.ts'
import { Button } from '../../ui/Button.tsx'
import { ChannelStart } from './ChannelStart.tsx'
import { DayDivider } from './DayDivider.tsx'
import { MessageRow } from './MessageRow.tsx'
import { MessageSkeletons } from './MessageSkeletons.tsx'
import { PendingRow } from './PendingRow.tsx'
import styles from './RowView.module.css'

interface RowViewProps {
  readonly row: Row
  readonly channel: Channel
  readonly focusable: boolean
  readonly lit: boolean
  readonly olderFailed: boolean
  readonly onReadOlder: () => void
}

/** One row of the list, whichever kind it is. */
export function RowView({ row, channel, focusable, lit, olderFailed, onReadOlder }: RowViewProps) {
  switch (row.kind) {
    case 'top':
      if (row.reachedStart) return <ChannelStart channel={channel} />
      if (!olderFailed)
        return (
          <div className={styles.older}>
            <MessageSkeletons />
          </div>
        )
      return (
        <div className={styles.failed}>
          <Trans>Older messages could not be read.</Trans>
          <Button onClick={onReadOlder}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )
    case 'day':
      return <DayDivider at={row.at} />
    case 'new':
      return (
        <div className={styles.news} role="separator">
          <Trans>New</Trans>
        </div>
      )
    case 'message':
      return (
        <MessageRow
          message={row.message}
          rowKey={row.key}
          guildId={channel.guildId}
          continued={row.continued}
          focusable={focusable}
          lit={lit}
        />
      )
    case 'pending':
      return (
        <PendingRow
          pending={row.pending}
          rowKey={row.key}
          guildId={channel.guildId}
          continued={row.continued}
          focusable={focusable}
        />
      )
    default:
      return impossible(row)
  }
}
