import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '@alles/platform/contract'
import type { SearchResult } from '../../contract/index.ts'

/** As long as it may take until a message is found. */
const patienceMs = 2000

/** The ids of the messages that a search found. */
export function found({ messages }: SearchResult): string[] {
  return messages.map(([message]) => message.id)
}

/** Asks again until exactly these messages are found, or with null any. Throws what is found instead after two seconds. */
export async function whenFound(
  ask: () => Promise<SearchResult>,
  ids: readonly string[] | null,
): Promise<SearchResult> {
  const began = performance.now()
  for (;;) {
    const answer = await ask().catch(notReady)
    const here = answer ? found(answer) : []
    const enough = ids === null ? here.length > 0 : here.join(' ') === ids.join(' ')
    if (answer && enough) return answer
    if (performance.now() - began > patienceMs)
      throw new Error(`found [${here.join(' ')}] instead of [${ids?.join(' ') ?? 'any'}]`)
    await pause(25)
  }
}

function notReady(error: unknown): null {
  if (error instanceof Refusal && error.kind.code === 'index_not_ready') return null
  throw error
}
