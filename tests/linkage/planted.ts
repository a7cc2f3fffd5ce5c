import type { Eyes, Seen } from './eyes.ts'
import type { Face } from './faces.ts'
import type { World } from './world.ts'

/** A leak as if the system had it, and the observations that have to find it. */
export interface Planted {
  readonly name: string
  readonly finds: readonly string[]
  readonly plant: (eyes: Eyes, world: World) => Eyes
}

/** Answers that match are changed on their way. */
function changing(
  matches: RegExp,
  change: (seen: Seen, given: { path: string; by: unknown }, world: World) => Seen,
): Planted['plant'] {
  return (eyes, world) => ({
    ...eyes,
    async ask(asking) {
      const seen = await eyes.ask(asking)
      return matches.test(`${asking.method} ${asking.path}`)
        ? change(seen, { path: asking.path, by: asking.by }, world)
        : seen
    },
  })
}

/** The same for siblings, and for nobody else: what is derived from whose they are. */
function personOf(world: World, face: Face): string {
  const index = world.pairs.findIndex(
    (pair) => pair.a.person === face.person || pair.b.person === face.person,
  )
  const pair = world.pairs[index]
  const which = pair && !pair.linked && pair.b === face ? 'b' : 'a'
  return `${9_000_000_000_000_000 + index}${which === 'a' ? 1 : 2}`
}

const faces = (world: World) => world.pairs.flatMap(({ a, b }) => [a, b])

/** Whose account a path or a token is about. */
function subjectOf(world: World, text: string): Face | undefined {
  return faces(world).find((face) => face.names.some((name) => text.includes(name)))
}

function byToken(world: World, by: unknown): Face | undefined {
  const { authorization = '' } = (by as { headers?: Record<string, string> } | undefined)?.headers ?? {}
  return faces(world).find((face) =>
    world.lives.get(face)?.tokens.some(({ access_token: token }) => authorization.endsWith(token)),
  )
}

function withMore(seen: Seen, more: object): Seen {
  return { ...seen, body: { ...seen.body, ...more } }
}

function whose(world: World, face: Face | undefined): string {
  return face ? personOf(world, face) : 'nobody'
}

/** Siblings' ids made of each other's. */
function neighbouring(makes: (id: bigint) => bigint): Planted['plant'] {
  return (eyes, world) => ({
    ...eyes,
    idOf(face) {
      const pair = world.pairs.find((one) => one.linked && one.b === face)
      return pair ? makes(BigInt(pair.a.id)).toString() : face.id
    },
  })
}

export const planted: readonly Planted[] = [
  {
    name: 'the person’s id in the public profile',
    finds: ['the public profile'],
    plant: changing(/GET .*\/profiles\//, (seen, { path }, world) =>
      withMore(seen, { person: whose(world, subjectOf(world, path)) }),
    ),
  },
  {
    name: 'ids that begin at the same moment',
    finds: ['the moments in ids'],
    plant: neighbouring((id) => (id & ~((1n << 22n) - 1n)) | ((id * 7919n) & ((1n << 22n) - 1n))),
  },
  {
    name: 'ids that are neighbours',
    finds: ['the moments in ids', 'the random bits of ids'],
    plant: neighbouring((id) => id + 1n),
  },
  {
    name: 'one subject for both accounts',
    finds: ['the subjects', 'userinfo'],
    plant: changing(/GET \/oidc\/me/, (seen, { by }, world) =>
      withMore(seen, { sub: `s${whose(world, byToken(world, by))}` }),
    ),
  },
  {
    name: 'a refusal that knows siblings',
    finds: ['a taken name, to the other one'],
    plant: changing(/POST .*\/accounts\/secondary/, (seen, { by }, world) => {
      const pair = world.pairs.find((one) => one.b === by)
      return pair?.linked ? { ...seen, status: 400 } : seen
    }),
  },
  {
    name: 'a picture whose bytes are stored once for a person',
    finds: ['the bytes of the picture in one guild', 'the bytes of the picture'],
    plant: (eyes, world) => ({
      ...eyes,
      bytes: async (path) => Buffer.from(whose(world, subjectOf(world, path))),
    }),
  },
  {
    name: 'the owner’s other account in an application',
    finds: ['its application'],
    plant: changing(/GET .*oauth2\/authorize/, (seen, { path }, world) => {
      const face = subjectOf(world, path)
      const pair = world.pairs.find((one) => one.linked && (one.a === face || one.b === face))
      return withMore(seen, { owners: pair ? [pair.a.id, pair.b.id].toSorted() : [face?.id] })
    }),
  },
  {
    name: 'siblings that are suspended together',
    finds: [
      'when the siblings of a suspended account are suspended',
      'when the accounts of a person who leaves are erased',
    ],
    plant: (eyes) => ({ ...eyes, rows: (service, read) => eyes.rows(service, read).then(atOnce) }),
  },
  {
    name: 'an account that goes away when its person switches to another one',
    finds: ['what the gateway tells when they are switched to'],
    plant: (eyes) => ({
      ...eyes,
      heard: (frames, { linked, a }) =>
        linked ? [...frames, { op: 0, t: 'PRESENCE_UPDATE', d: { user: { id: a.id } } }] : frames,
    }),
  },
  {
    name: 'a column that says whose a membership is',
    finds: ['the rows of chat'],
    plant: (eyes, world) => ({
      ...eyes,
      rows: async (service, read) => (await eyes.rows(service, read)).map((row) => withPerson(world, row)),
    }),
  },
]

/** Rows of memberships as `stored-rows.ts` reads them. */
function withPerson<T>(world: World, read: T): T {
  const { table, row } = read as { table?: string; row?: Record<string, string | null> }
  if (table !== 'memberships' || !row) return read
  const face = faces(world).find(({ id }) => id === row['account_id'])
  return { ...read, row: { ...row, person: whose(world, face) } }
}

/** Moments, wherever they stand, become one. */
function atOnce<T>(rows: readonly T[]): readonly T[] {
  const hasMoments = rows.length > 1 && Object.keys(rows[0] as object).join() === 'at'
  return hasMoments ? rows.map(() => rows[0] as T) : rows
}
