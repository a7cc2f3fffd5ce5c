import type { Call } from '@alles/platform/contract'

/** What fields of a name are given; of several, the first that the field takes. */
export type Samples = Readonly<Record<string, readonly unknown[]>>

/** Taken where nothing is known of a field's name. */
const anything: readonly unknown[] = ['Sample', 'sample', '1', 1, true, [], {}]

/** An input that the call takes, with a value in every field it knows. */
export function sampleInput(call: Call, samples: Samples): Record<string, unknown> {
  const input = Object.fromEntries(
    Object.entries(call.input.shape).map(([name, field]) => {
      const candidates = [...(samples[`${call.name}.${name}`] ?? []), ...(samples[name] ?? []), ...anything]
      return [name, candidates.find((value) => field.safeParse(value).success)]
    }),
  )
  const missing = Object.keys(input).filter((name) => input[name] === undefined)
  if (missing.length > 0) throw new Error(`${call.name}: give a sample for ${missing.join(', ')}`)
  return input
}

export type Place = readonly (string | number)[]

/** Every place in a value that holds something: fields, entries, and what is inside them. */
export function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return at.length === 0 ? [] : [at]
  const inner = Object.entries(value).flatMap(([key, entry]) =>
    placesIn(entry, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return at.length === 0 ? inner : [at, ...inner]
}

/** The same with another value in one place. */
export function replaced(value: unknown, place: Place, by: unknown): unknown {
  const [step, ...rest] = place
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((entry: unknown, index) => (index === step ? replaced(entry, rest, by) : entry))
  const fields = value as Readonly<Record<string, unknown>>
  return { ...fields, [step]: replaced(fields[step], rest, by) }
}
