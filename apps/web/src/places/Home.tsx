import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useClientState } from '../client/client-context.ts'
import { Button } from '../ui/Button.tsx'
import { Gem } from '../ui/Gem.tsx'
import { initials } from '../ui/initials.ts'
import { ContentHead } from './content/ContentHead.tsx'
import contentStyles from './content/Content.module.css'
import { useDialogs } from './frame/dialogs-context.ts'
import styles from './Home.module.css'
import { Sidebar } from './sidebar/Sidebar.tsx'

/** Where one is when one is in no server: the way into one. */
export function Home() {
  const { t } = useLingui()
  const dialogs = useDialogs()
  const ready = useClientState((state) => state.entities.ready)
  const none = useClientState((state) => state.entities.guildOrder.length === 0)
  return (
    <>
      <Sidebar label={t`Home`} head={<h1>{t`Home`}</h1>}>
        <p className={styles.aside}>
          <Trans>Your servers are on the left. Conversations between two will be here.</Trans>
        </p>
      </Sidebar>
      <main className={contentStyles.content}>
        <ContentHead title={t`Home`} />
        <div className={styles.middle}>
          <Gem size={56} />
          {ready && none ? (
            <>
              <h2 className={styles.title}>
                <Trans>A place for your people</Trans>
              </h2>
              <p className={styles.lead}>
                <Trans>
                  Make a server for a club, a street or a few friends, or join one that you were invited to.
                </Trans>
              </p>
            </>
          ) : (
            <>
              <h2 className={styles.title}>
                <Trans>Good to see you</Trans>
              </h2>
              <p className={styles.lead}>
                <Trans>Pick up where you left, or open something new.</Trans>
              </p>
            </>
          )}
          <div className={styles.choices}>
            <Button look="primary" onClick={() => dialogs.open({ kind: 'create-guild', way: 'create' })}>
              <Trans>Create a server</Trans>
            </Button>
            <Button onClick={() => dialogs.open({ kind: 'create-guild', way: 'join' })}>
              <Trans>Join with an invite</Trans>
            </Button>
          </div>
          <GuildCards />
        </div>
      </main>
    </>
  )
}

function GuildCards() {
  const { t } = useLingui()
  const order = useClientState((state) => state.entities.guildOrder)
  const guilds = useClientState((state) => state.entities.guilds)
  if (order.length === 0) return null
  return (
    <ul className={styles.guilds} aria-label={t`Your servers`}>
      {order.map((guildId) => {
        const guild = guilds[guildId]
        return guild ? (
          <li key={guildId}>
            <Link to="/channels/$guildId" params={{ guildId }} className={styles.guild}>
              <span className={styles.tile} aria-hidden="true">
                {initials(guild.name)}
              </span>
              {guild.name}
            </Link>
          </li>
        ) : null
      })}
    </ul>
  )
}
