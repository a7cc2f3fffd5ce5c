import type { Log } from '@alles/platform/log'

/**
 * What nobody caught is a bug, and what it interrupted is in a state nobody knows: the process ends. Node would print
 * the whole error, and its text may hold what a person sent or stored; the log says what it was and where.
 */
export function endOnBugs(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('process.bug', { error })
    process.exit(1)
  })
}
