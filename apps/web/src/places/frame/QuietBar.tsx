import { Trans } from '@lingui/react/macro'
import { CloudOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useClientState } from '../../client/client-context.ts'
import styles from './QuietBar.module.css'

/** A connection that comes back within this time is not worth a word. */
const quietMs = 1500

/** Says in one line that there is no connection, and that nothing is lost. */
export function QuietBar() {
  const connection = useClientState((state) => state.connection)
  const lost = connection === 'offline' || connection === 'connecting'
  const waiting = useClientState((state) =>
    Object.values(state.outbox).some((pending) => pending.some((one) => one.state !== 'failed')),
  )
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (!lost) return undefined
    const timer = window.setTimeout(() => setLate(true), quietMs)
    return () => window.clearTimeout(timer)
  }, [lost])
  return (
    <div role="status" className={styles.bar} data-shown={(lost && late) || undefined}>
      {lost && late ? (
        <>
          <CloudOff size={16} aria-hidden="true" />
          {waiting ? (
            <Trans>No connection. What you wrote waits here and goes out by itself.</Trans>
          ) : (
            <Trans>No connection. You can read and write on; it comes back by itself.</Trans>
          )}
        </>
      ) : null}
    </div>
  )
}
