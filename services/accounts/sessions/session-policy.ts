/** How long a session lasts without being used. */
export const sessionSeconds = 60 * 24 * 60 * 60

/** In how many places a person can be signed in; one more ends the one that was longest not used. */
export const mostSessions = 100

const hourMs = 60 * 60_000

/** The hour a moment lies in: no finer is it kept when somebody was here. */
export function hourOf(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / hourMs) * hourMs)
}

export function expiryFrom(milliseconds: number): Date {
  return new Date(milliseconds + sessionSeconds * 1000)
}

/** Whether use of a session should be noted again: at most once an hour. */
export function isSeenLongAgo(lastSeen: Date, now: number): boolean {
  return hourOf(now).getTime() > lastSeen.getTime()
}
