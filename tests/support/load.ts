import type { TestGuild, TestPerson } from './person.ts'
import { pause } from './server.ts'

export interface Load {
  /** Contents the server acknowledged. */
  readonly acknowledged: Set<string>
  /** Ends sending; resolves when every sender has got its last answer. */
  stop(): Promise<void>
}

interface Wire {
  readonly id: string
  readonly content: string
}

/**
 * Sends messages from several senders at once, each one after the other. A send that fails is tried again with the same
 * nonce until it is acknowledged, as a careful client does.
 */
export function startLoad(people: readonly TestPerson[], guild: TestGuild, senders: number): Load {
  const acknowledged = new Set<string>()
  let going = true
  const sender = async (number: number) => {
    const person = people[number % people.length]
    for (let turn = 0; going && person; turn += 1) {
      const content = `${number}-${turn}-${Math.random().toString(36).slice(2, 8)}`
      await sendUntilAcknowledged(person, guild, content)
      acknowledged.add(content)
    }
  }
  const all = Promise.all(Array.from({ length: senders }, (_, number) => sender(number)))
  return {
    acknowledged,
    async stop() {
      going = false
      await all
    },
  }
}

async function sendUntilAcknowledged(person: TestPerson, guild: TestGuild, content: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const answer = await person
      .raw('POST', `/api/v10/channels/${guild.channel}/messages`, {
        content,
        nonce: content,
        enforce_nonce: true,
      })
      .catch(() => undefined)
    const body = await answer?.text().catch(() => undefined)
    if (answer?.ok && body !== undefined) return
    if (answer && answer.status < 500) throw new Error(`a send was refused with ${answer.status}: ${body}`)
    if (Date.now() > deadline) throw new Error('a send was not acknowledged within a minute')
    await pause(20)
  }
}

/** Every message of the channel, oldest first, by paging with `after`. */
export async function wholeHistory(person: TestPerson, guild: TestGuild): Promise<Wire[]> {
  const all: Wire[] = []
  for (let after = '0'; ;) {
    const page = await person.call<Wire[]>(
      'GET',
      `/api/v10/channels/${guild.channel}/messages?after=${after}&limit=100`,
    )
    const rising = page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    const last = rising.at(-1)
    if (!last) return all
    all.push(...rising)
    after = last.id
  }
}
