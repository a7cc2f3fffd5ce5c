import type { Application } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { useFresh } from '../settings/use-fresh.tsx'
import { applicationFault } from '../sign-in-with/application-fault.ts'
import { Ask } from './Ask.tsx'
import { OnceShown } from './OnceShown.tsx'
import styles from './Portal.module.css'

interface BotTokenProps {
  readonly application: Application
  readonly onChange: (application: Application) => void
}

/** The application's bot: made with its first token, and given a new one when that is lost. */
export function BotToken({ application, onChange }: BotTokenProps) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt(applicationFault)
  const fresh = useFresh()
  const [token, setToken] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)

  const renew = () =>
    fresh.run(async () => {
      const api = createApplicationsApi(client.api.transport)
      setToken((await api.resetBotToken({ id: application.id })).token)
      onChange({ ...application, bot: true })
    })

  return (
    <section className={styles.section} aria-labelledby="bot-title">
      {fresh.dialog}
      <h2 id="bot-title" className={styles.h2}>
        <Trans>Bot</Trans>
      </h2>
      <p className={styles.lead}>
        {application.bot ? (
          <Trans>
            It has a bot, which signs in with its token. A new token makes the one before useless.
          </Trans>
        ) : (
          <Trans>
            A bot is an account of the application: it can be added to servers and speak there, with the
            libraries made for Discord's bots.
          </Trans>
        )}
      </p>
      {token === null ? null : <OnceShown label={t`Bot token`} value={token} />}
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <div className={styles.buttons}>
        <Button
          pending={attempt.busy}
          onClick={() => (application.bot ? setAsking(true) : attempt.run(renew))}
        >
          {application.bot ? <Trans>New token</Trans> : <Trans>Make a bot</Trans>}
        </Button>
      </div>
      {asking ? (
        <Ask
          title={t`A new token for the bot?`}
          yes={t`Make a new token`}
          onClose={() => setAsking(false)}
          act={renew}
        >
          <Trans>
            The bot is disconnected at once, wherever it runs, until it is given the new token. This cannot be
            undone.
          </Trans>
        </Ask>
      ) : null}
    </section>
  )
}
