/** The regional form of a language that the browser prefers: 20 November in Britain, November 20 in America. */
export function regional(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(regional(language, globalThis.navigator?.languages ?? []), options)
  formats.set(key, made)
  return made
}

/** 16:02 */
export function clockTime(language: string, at: number): string {
  return format(language, 'clock', { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Friday, 20 November; with the year where it is another one. */
export function dayName(language: string, at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return sameYear
    ? format(language, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
    : format(language, 'year', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at)
}

/** 20 November 2026, 16:02 */
export function fullTime(language: string, at: number): string {
  return format(language, 'full', { dateStyle: 'long', timeStyle: 'short' }).format(at)
}

/** 20 November 2026 */
export function dayOf(language: string, at: number): string {
  return format(language, 'date', { dateStyle: 'long' }).format(at)
}

/** How many midnights lie between two moments: 0 for the same day, 1 for yesterday. */
export function daysBefore(at: number, now: number): number {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(at)) / 86_400_000)
}
