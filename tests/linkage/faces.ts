import { signUp, type TestPerson } from '../support/person.ts'

/** One account as it acts: with its own name in every request, whoever's it is. */
export interface Face {
  readonly id: string
  readonly username: string
  /** What names it: its id, username, display name, and what it made. */
  readonly names: string[]
  /** Whose it is signed in as; the same for siblings. Never an observer's. */
  readonly person: TestPerson
  readonly headers: Readonly<Record<string, string>>
}

export const password = 'four hundred quiet gardens'
let count = 0

/** Names of one length, so that nothing is told by how long an answer is; with a digit that looks like a letter. */
export function freshName(): string {
  count += 1
  return `n1${(process.pid % 1000) * 100_000 + count}`.padEnd(12, 'x')
}

/** Somebody's first account. */
export async function newcomer(origin: string): Promise<Face> {
  const person = await signUp(origin, { username: freshName(), password })
  return faceOf(person, { id: person.id, username: person.username })
}

/** Another account of the same person. */
export async function siblingOf(face: Face): Promise<Face> {
  const { account } = await face.person.call<{ account: { id: string; username: string } }>(
    'POST',
    '/api/alles/accounts/secondary',
    { username: freshName() },
  )
  return faceOf(face.person, account)
}

function faceOf(person: TestPerson, { id, username }: { id: string; username: string }): Face {
  return {
    id,
    username,
    person,
    names: [id, username],
    headers: { cookie: person.cookie, 'alles-account': id },
  }
}
