import type { RequestKind, RequestState } from '../contract/index.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The latest moment to carry a request out: the same day next month, or 30 days on, whichever is first. */
export function dueAt(receivedAt: number): Date {
  const received = new Date(receivedAt)
  const nextMonth = new Date(receivedAt)
  nextMonth.setUTCMonth(received.getUTCMonth() + 1)
  // The 31st of a month without one: its last day.
  if (nextMonth.getUTCDate() !== received.getUTCDate()) nextMonth.setUTCDate(0)
  return new Date(Math.min(nextMonth.getTime(), receivedAt + 30 * dayMs))
}

/** When a request is carried out. */
export function startsAt(
  kind: RequestKind,
  receivedAt: number,
  waits: { graceDays: number; exportDelayHours: number },
): Date {
  const wait = kind === 'erasure' ? waits.graceDays * dayMs : waits.exportDelayHours * hourMs
  return new Date(receivedAt + wait)
}

/** How long a download is offered. */
export const offeredMs = 7 * dayMs

export function mayWithdraw(state: RequestState): boolean {
  return state === 'waiting' || state === 'ready'
}

/** When an erasure has left every backup: of rows and of keys. */
export function backupsEnd(now: number): { rowsLeaveBackups: string; keysLeaveBackups: string } {
  return {
    rowsLeaveBackups: new Date(now + 35 * dayMs).toISOString(),
    keysLeaveBackups: new Date(now + 7 * dayMs).toISOString(),
  }
}
