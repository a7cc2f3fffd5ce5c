import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { hash, randomInt } from 'node:crypto'
import { z, type ClientOf } from '@alles/platform/contract'
import type { Clock } from '@alles/platform/ids'
import type * as keysContract from '@alles/keys/contract'
import { Challenge } from '../contract/index.ts'

/** How long a challenge may be answered. */
const goodForMs = 10 * 60_000

/** How much work a challenge is: `cost` iterations of PBKDF2 for each of `least` to `most` attempts. */
export interface ChallengeWork {
  readonly cost: number
  readonly least: number
  readonly most: number
}

/** What a challenge is for. One for the first is never an answer to the second, which asks for more work. */
export type ChallengePurpose = 'registration' | 'sign-in'

/** Some 0.2 to 0.6 seconds in a browser for opening an account, 2 to 4 for one more try to sign in. */
const usualWork: Readonly<Record<ChallengePurpose, ChallengeWork>> = {
  registration: { cost: 1000, least: 250, most: 750 },
  'sign-in': { cost: 1000, least: 2500, most: 5000 },
}

/** A challenge that was answered rightly. Whether it was answered before, its store knows. */
export interface Solved {
  readonly nonceHash: Buffer
  readonly expiresAt: Date
}

export interface Challenges {
  create(purpose: ChallengePurpose): Promise<Challenge>
  /** Null where the payload is not the right answer to a challenge of ours for this purpose that has not expired. */
  check(payload: string, purpose: ChallengePurpose): Promise<Solved | null>
}

const Payload = z.object({
  challenge: Challenge,
  solution: z.looseObject({ counter: z.int(), derivedKey: z.string() }),
})

interface ChallengeParts {
  readonly keys: Pick<ClientOf<typeof keysContract>, 'blindIndex'>
  readonly clock: Clock
  readonly work?: Partial<Record<ChallengePurpose, ChallengeWork>> | undefined
}

/** Makes and checks ALTCHA challenges. All processes of an instance share the secrets: any can check any's. */
export function createChallenges({ keys, clock, work }: ChallengeParts): Challenges {
  const known = new Map<ChallengePurpose, Secrets>()
  const secretsFor = async (purpose: ChallengePurpose) => {
    const secrets = known.get(purpose) ?? (await readSecrets(keys, purpose))
    known.set(purpose, secrets)
    return secrets
  }
  return {
    async create(purpose) {
      const { cost, least, most } = work?.[purpose] ?? usualWork[purpose]
      const challenge = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost,
        counter: randomInt(least, most + 1),
        deriveKey,
        expiresAt: new Date(clock.now() + goodForMs),
        ...(await secretsFor(purpose)),
      })
      return Challenge.parse(challenge)
    },
    async check(payload, purpose) {
      const parsed = readPayload(payload)
      if (!parsed) return null
      const { challenge, solution } = parsed
      const expiresAt = new Date(challenge.parameters.expiresAt * 1000)
      if (expiresAt.getTime() <= clock.now()) return null
      const answer = await verifySolution({
        challenge: challenge as Parameters<typeof verifySolution>[0]['challenge'],
        solution,
        deriveKey,
        ...(await secretsFor(purpose)),
      })
      if (!answer.verified) return null
      return { nonceHash: hash('sha256', challenge.parameters.nonce, 'buffer'), expiresAt }
    },
  }
}

interface Secrets {
  readonly hmacSignatureSecret: string
  readonly hmacKeySignatureSecret: string
}

/** How much work a challenge asks for is not written in it: the secrets it is signed with say what it is for. */
async function readSecrets(keys: ChallengeParts['keys'], purpose: ChallengePurpose): Promise<Secrets> {
  const values = purpose === 'registration' ? ['signature', 'key'] : ['sign-in signature', 'sign-in key']
  const [signature, key] = await keys.blindIndex({ purpose: 'altcha', values })
  if (!signature || !key) throw new Error('no secrets were made for challenges')
  return {
    hmacSignatureSecret: Buffer.from(signature).toString('hex'),
    hmacKeySignatureSecret: Buffer.from(key).toString('hex'),
  }
}

function readPayload(payload: string): z.infer<typeof Payload> | null {
  try {
    return Payload.parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')))
  } catch {
    return null
  }
}
