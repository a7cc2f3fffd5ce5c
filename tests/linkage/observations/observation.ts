import type { Eyes } from '../eyes.ts'
import type { Face } from '../faces.ts'
import type { Pair, World } from '../world.ts'

/** What is looked at of one pair: the same for both kinds of pair, but for names. */
export interface Look {
  readonly name: string
  readonly see: (eyes: Eyes, pair: Pair, world: World) => Promise<unknown>
  /** How many pairs of each kind are looked at; all of them unless said. */
  readonly pairsOfEach?: number
}

/** A number of each pair: large and small as often for one kind of pair as for the other. */
export interface Measure {
  readonly name: string
  readonly measure: (eyes: Eyes, pair: Pair, world: World) => Promise<number>
}

/** Numbers drawn for the accounts of one person, and such as chance draws for strangers. */
export interface Draw {
  readonly name: string
  readonly draw: (eyes: Eyes, world: World) => Promise<{ drawn: number[]; byChance: number[] }>
}

export type Observation = (Look | Measure | Draw) & {
  /** Takes seconds: looked at under a planted leak only where it is what has to find it. */
  readonly slow?: true
}

/** The same look at both accounts of a pair. */
export function ofEach(name: string, see: (eyes: Eyes, face: Face, world: World) => Promise<unknown>): Look {
  return {
    name,
    see: async (eyes, { a, b }, world) => ({ a: await see(eyes, a, world), b: await see(eyes, b, world) }),
  }
}

/**
 * Whether an event says that somebody came or went. That is told when there is time, and of who goes after a while of
 * chance: looks at other things leave it to those at presences.
 */
export function isPresence({ t, d }: { readonly t?: string | null; readonly d?: unknown }): boolean {
  return t === 'PRESENCE_UPDATE' && Object.keys((d as { user: object }).user).length === 1
}

export function lifeOf(world: World, face: Face) {
  const life = world.lives.get(face)
  if (!life) throw new Error('this account did nothing')
  return life
}
