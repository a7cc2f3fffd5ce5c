import type { Mail } from '../mail.ts'
import { countGivenUp, countStuck } from '../outgoing/outgoing-store.ts'

const dayMs = 86_400_000

/** What keeps mail from arriving, each a sentence that says what to do. */
export async function examine(mail: Mail): Promise<string[]> {
  const stuck = await countStuck(mail.database)
  const givenUp = await countGivenUp(mail.database, new Date(mail.clock.now() - dayMs))
  const faults = stuck.map(
    ({ fault, count }) =>
      `The relay did not take mail when it was last tried (${fault}); waiting: ${count}. See that ALLES_SMTP_URL is right and the relay runs.`,
  )
  if (givenUp > 0)
    faults.push(
      `Mail was given up within the last day, because the relay did not take it in time: ${givenUp}. See that it runs.`,
    )
  return faults
}
