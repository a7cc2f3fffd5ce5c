import { createApi } from '../api/clients.ts'
import { Unreachable } from '../api/transport.ts'
import { createClient, type Client } from '../client/client.ts'
import { Memory, type Keep } from '../client/memory.ts'
import { shownClient, Tab } from '../client/tab.ts'
import type { SocketListener } from '../gateway/connection.ts'
import { fern } from './wire.ts'

type Answer = { readonly status: number; readonly body?: unknown } | 'unreachable'

/** One request as the server would see it. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: Record<string, unknown> | undefined
  /** The account that it names. */
  readonly account: string | null
}

export interface FakeClient {
  readonly client: Client
  readonly asked: Asked[]
  /** What the next requests are answered with; `undefined` keeps them waiting. */
  answer: (asked: Asked) => Answer | Promise<Answer>
  /** Lets this much time pass, with everything that falls due in it. */
  readonly pass: (ms: number) => Promise<void>
  readonly memory: Map<string, string>
  readonly sockets: SocketListener[]
  /** What was sent on the sockets. */
  readonly sent: string[]
}

/** A client whose server, clock and storage are the test's; Fern is signed in. */
export function fakeClient(
  memory = new Map<string, string>(),
  tabMemory = new Map<string, string>(),
): FakeClient {
  const sent: string[] = []
  const sockets: SocketListener[] = []
  const asked: Asked[] = []
  const clock = fakeClock()
  let drawn = 0
  const keeps = new Memory(keepIn(memory), keepIn(tabMemory))
  const tab = new Tab((of) => {
    const made: Client = createClient({
      tab: of,
      api: createApi(async (request) => {
        const body = request.body === undefined ? undefined : (JSON.parse(request.body) as Asked['body'])
        const one = { method: request.method, path: request.path, body, account: made.face }
        asked.push(one)
        return toResponse(await fake.answer(one))
      }),
      memory: keeps,
      openSocket: (listener) => {
        sockets.push(listener)
        return { send: (text) => void sent.push(text), close: () => undefined }
      },
      timers: clock.timers,
      random: () => {
        drawn += 1
        return ((drawn * 7919) % 997) / 997
      },
      now: clock.now,
    })
    return made
  })
  const client = shownClient(tab)
  client.face = account.id
  client.store.setState({
    session: { kind: 'signed-in', account, administrator: false },
    connection: 'online',
  })
  const fake: FakeClient = {
    client,
    asked,
    memory,
    sockets,
    sent,
    answer: () => ({ status: 500, body: {} }),
    pass: clock.pass,
  }
  return fake
}

/** Fern's own account. */
export const account = {
  id: fern.id,
  username: 'fern',
  display_name: 'Fern',
  bio: null,
  pronouns: null,
  color: null,
  avatar: null,
  banner: null,
  public: true,
  username_changes_at: null,
  kind: 'primary' as const,
  created_at: '2026-01-01T00:00:00Z',
}

function toResponse(answer: Answer): Response {
  if (answer === 'unreachable') throw new Unreachable(null)
  return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
    status: answer.status,
  })
}

function keepIn(memory: Map<string, string>): Keep {
  return {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
    key: (index) => [...memory.keys()][index] ?? null,
    get length() {
      return memory.size
    },
  }
}

function fakeClock() {
  const due = new Map<number, { run: () => void; at: number }>()
  let now = Date.UTC(2026, 10, 21, 10)
  let count = 0
  return {
    now: () => now,
    timers: {
      set: (run: () => void, ms: number) => {
        count += 1
        due.set(count, { run, at: now + ms })
        return count
      },
      clear: (timer: number) => void due.delete(timer),
    },
    async pass(ms: number) {
      now += ms
      for (const [id, timer] of due) {
        if (timer.at > now) continue
        due.delete(id)
        timer.run()
      }
      await settle()
    },
  }
}

/** Waits until everything that was under way has had its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
}
