import { canonical } from './canonical.ts'
import type { Eyes } from './eyes.ts'
import { mannWhitney } from './mann-whitney.ts'
import type { Draw, Look, Measure, Observation } from './observations/observation.ts'
import type { Pair, World } from './world.ts'

/** What tells siblings from strangers; null where nothing does. */
export type Verdict = string | null

/** What always tells twelve pairs from twelve others has p = 0.00003; chance comes to this in one run of two thousand. */
const mostUnlikely = 1e-4

export function judge(observation: Observation, eyes: Eyes, world: World): Promise<Verdict> {
  if ('see' in observation) return judgeLook(observation, eyes, world)
  if ('measure' in observation) return judgeMeasure(observation, eyes, world)
  return judgeDraw(observation, eyes, world)
}

async function judgeLook(look: Look, eyes: Eyes, world: World): Promise<Verdict> {
  const seen = new Map<string, Pair[]>()
  // Pairs stand one of each kind after the other.
  const some = world.pairs.slice(0, 2 * (look.pairsOfEach ?? world.pairs.length))
  for (const pair of some) {
    const text = canonical(await look.see(eyes, pair, world), pair.a, pair.b)
    seen.set(text, [...(seen.get(text) ?? []), pair])
  }
  const texts = [...seen].map(([text, pairs]) => ({
    text,
    linked: new Set(pairs.map((pair) => pair.linked)),
  }))
  const only = (linked: boolean) => texts.find((one) => one.linked.size === 1 && one.linked.has(linked))?.text
  const [ofLinked, ofUnlinked] = [only(true), only(false)]
  if (ofLinked === undefined && ofUnlinked === undefined) return null
  const other = texts[0]?.text ?? ''
  return differences(ofLinked ?? other, ofUnlinked ?? other)
}

const mostLines = 12

/** The lines that only one of two texts has. */
function differences(linked: string, unlinked: string): string {
  const [ours, theirs] = [linked.split('\n'), unlinked.split('\n')]
  const lines = [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `linked:   ${line.trim()}`),
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `unlinked: ${line.trim()}`),
  ]
  return lines.length === 0 ? 'the same lines in another order' : lines.slice(0, mostLines).join('\n')
}

async function judgeMeasure({ measure }: Measure, eyes: Eyes, world: World): Promise<Verdict> {
  const of = async (linked: boolean) => {
    const numbers = []
    for (const pair of world.pairs) if (pair.linked === linked) numbers.push(await measure(eyes, pair, world))
    return numbers
  }
  return compare(await of(true), await of(false))
}

async function judgeDraw({ draw }: Draw, eyes: Eyes, world: World): Promise<Verdict> {
  const { drawn, byChance } = await draw(eyes, world)
  return compare(drawn, byChance)
}

function compare(linked: readonly number[], unlinked: readonly number[]): Verdict {
  const p = mannWhitney(linked, unlinked)
  if (p >= mostUnlikely) return null
  return `p = ${p.toExponential(1)}; linked: ${linked.join(', ')}; unlinked: ${unlinked.join(', ')}`
}
