import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { nameOf } from '../../state/member-groups.ts'
import styles from './TypingLine.module.css'

const nobody: Readonly<Record<string, number>> = {}

/** Who is writing at this moment. */
export function TypingLine({ channelId }: { readonly channelId: string }) {
  const client = useClient()
  const typing = useClientState((state) => state.entities.typing[channelId] ?? nobody)
  const users = useClientState((state) => state.entities.users)
  const members = useClientState(
    ({ entities }) => entities.members[entities.channels[channelId]?.guildId ?? ''],
  )
  const [now, setNow] = useState(() => client.now())
  useEffect(() => {
    setNow(client.now())
    if (Object.keys(typing).length === 0) return undefined
    const timer = window.setInterval(() => setNow(client.now()), 1000)
    return () => window.clearInterval(timer)
  }, [client, typing])

  const names = Object.entries(typing)
    .filter(([, until]) => until > now)
    .flatMap(([id]) => {
      const user = users[id]
      return user ? [nameOf(user, members?.[id])] : []
    })
  return (
    <div className={styles.line} aria-live="polite">
      <Sentence names={names} />
    </div>
  )
}

function Sentence({ names }: { readonly names: readonly string[] }) {
  const [first, second] = names
  if (first === undefined) return null
  if (second === undefined) return <Trans>{first} is writing…</Trans>
  if (names.length === 2)
    return (
      <Trans>
        {first} and {second} are writing…
      </Trans>
    )
  return <Trans>Several people are writing…</Trans>
}
