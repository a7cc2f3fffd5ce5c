import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import { availableParallelism } from 'node:os'
import { refuse, type Secret } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import { isBcrypt } from './stored-hash.ts'

/** argon2id (the library's default), 19 MiB, two passes, one lane: RFC 9106 by way of OWASP's first choice. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A hash of no password, so that an unknown name costs as much time as a known one. */
const hashOfNothing =
  '$argon2id$v=19$m=19456,t=2,p=1$uybHjbV0wVvhyqpyjkzd8g$0OZgw9if2xhJOnvASKRdUkH2ceXmPunImoqvCU+IPsk'

/** Hashes and checks passwords. Each hash takes some 20 ms of a core and 19 MiB, so few run at once and few wait. */
export interface Passwords {
  /** Refuses with `too_busy` when too many wait. */
  hash(password: Secret): Promise<string>
  /**
   * Against one of our hashes, or one from another system that `isKnownHash`. Without a hash it takes the same time and
   * says no. Refuses with `too_busy` when too many wait.
   */
  verify(hashed: string | null, password: Secret): Promise<boolean>
}

export interface PasswordLoad {
  /** How many run at once; one core is left to everything else unless said otherwise. */
  readonly running?: number
  /** How many may wait for their turn. */
  readonly waiting?: number
}

export function createPasswords(load: PasswordLoad = {}): Passwords {
  const running = load.running ?? Math.max(1, availableParallelism() - 1)
  const queue = createQueue(running, load.waiting ?? running * 64)
  return {
    hash: (password) =>
      queue(() => withBytes(password.reveal().normalize('NFKC'), (bytes) => hash(bytes, cost))),
    verify: (hashed, password) =>
      queue(async () => {
        const right = await isRight(hashed ?? hashOfNothing, password)
        return hashed !== null && right
      }),
  }
}

async function isRight(hashed: string, password: Secret): Promise<boolean> {
  const typed = password.reveal()
  if (isBcrypt(hashed)) return isRightForBcrypt(hashed, typed)
  const normal = typed.normalize('NFKC')
  // Other systems hash what was typed as it is.
  const forms = normal === typed ? [normal] : [normal, typed]
  for (const form of forms) if (await withBytes(form, (bytes) => verify(hashed, bytes))) return true
  return false
}

/** bcrypt sees 72 bytes; a longer password would be right whatever its end, and so it is wrong. */
const mostBcryptBytes = 72

async function isRightForBcrypt(hashed: string, typed: string): Promise<boolean> {
  const right = await withBytes(typed, (bytes) => verifyBcrypt(bytes, hashed))
  return right && Buffer.byteLength(typed) <= mostBcryptBytes
}

async function withBytes<T>(text: string, work: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const bytes = Buffer.from(text, 'utf8')
  try {
    return await work(bytes)
  } finally {
    bytes.fill(0)
  }
}

function createQueue(running: number, waiting: number) {
  const waiters: (() => void)[] = []
  let busy = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= running) {
      if (waiters.length >= waiting) refuse(refusals.too_busy, { retryAfter: 2 })
      await new Promise<void>((resolve) => waiters.push(resolve))
    } else busy += 1
    try {
      return await work()
    } finally {
      const next = waiters.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
