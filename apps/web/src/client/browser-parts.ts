import type { Socket, SocketListener } from '../gateway/connection.ts'
import type { ClientParts } from './client.ts'
import { browserKeep, Memory } from './memory.ts'

/** What a client needs of the browser. */
export function browserParts(): Omit<ClientParts, 'api' | 'tab'> {
  return {
    memory: new Memory(
      browserKeep(() => window.localStorage),
      browserKeep(() => window.sessionStorage),
    ),
    openSocket,
    timers: {
      set: (run, ms) => window.setTimeout(run, ms),
      clear: (timer) => window.clearTimeout(timer),
    },
    random: randomFraction,
    now: () => Date.now(),
  }
}

/** The gateway of the origin this page came from, whatever address it gives for resuming: the cookie is for here. */
function openSocket(listener: SocketListener): Socket {
  const origin = window.location.origin.replace(/^http/, 'ws')
  const socket = new WebSocket(`${origin}/gateway?v=10&encoding=json`)
  socket.addEventListener('message', (event) => listener.message(event.data))
  socket.addEventListener('close', (event) => listener.closed(event.code))
  return socket
}

/** At least 0 and below 1, from the system's source of randomness. */
function randomFraction(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}
