import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { impossible } from '../impossible.ts'
import { Progress } from '../ui/Progress.tsx'
import { Tick } from '../ui/Tick.tsx'
import styles from './RobotCheck.module.css'
import type { RobotCheckState } from './use-robot-check.ts'

interface RobotCheckProps {
  readonly check: RobotCheckState
  /** It was not ticked when it had to be. */
  readonly missing: boolean
}

/** "I am not a robot": the tick starts a little work in the background, which shows how far it is. */
export function RobotCheck({ check, missing }: RobotCheckProps) {
  const { t } = useLingui()
  const note = useId()
  return (
    <div className={styles.check}>
      <Tick
        checked={check.ticked}
        onChange={check.tick}
        describedBy={note}
        invalid={missing && !check.ticked}
      >
        <Trans>I am not a robot</Trans>
      </Tick>
      <div id={note} className={styles.note} aria-live="polite">
        <Note check={check} missing={missing} />
      </div>
      {check.phase === 'working' ? <Progress label={t`Progress of the check`} value={check.done} /> : null}
    </div>
  )
}

function Note({ check, missing }: RobotCheckProps) {
  if (missing && !check.ticked)
    return (
      <span className={styles.fault}>
        <Trans>Tick this first.</Trans>
      </span>
    )
  switch (check.phase) {
    case 'idle':
      return <Trans>Your browser calculates for a moment.</Trans>
    case 'working':
      return <Trans>Calculating…</Trans>
    case 'solved':
      return <Trans>Done.</Trans>
    case 'failed':
      return (
        <span className={styles.fault}>
          <Trans>
            The calculation did not work. Take the tick away and set it again; the address of this page must
            begin with https.
          </Trans>
        </span>
      )
    default:
      return impossible(check.phase)
  }
}
