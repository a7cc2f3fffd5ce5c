import { Plural, Trans } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { countReaders } from '../../state/access.ts'
import type { Channel } from '../../state/entities.ts'
import styles from './ReadersLine.module.css'

/** Who will be able to read what is written here; nothing is promised that is not so. */
export function ReadersLine({ channel }: { readonly channel: Channel }) {
  const guilds = useClientState((state) => state.entities.guilds)
  const members = useClientState((state) => state.entities.members)
  const readers = useMemo(() => countReaders({ guilds, members }, channel), [guilds, members, channel])
  return (
    <p className={styles.line}>
      {readers === null ? (
        <Trans>Read by the members of this channel, and by whoever runs this server.</Trans>
      ) : (
        <Plural
          value={readers}
          one="Read by # member of this channel, and by whoever runs this server."
          other="Read by # members of this channel, and by whoever runs this server."
        />
      )}
    </p>
  )
}
