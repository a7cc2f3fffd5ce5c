/** How one setting is read. `parse` gives its value, or calls `fault` with what is wrong. */
export interface Setting<Value> {
  parse(text: string | undefined): Value
}

export type Shape = Readonly<Record<string, Setting<unknown>>>
export type SettingsOf<S extends Shape> = { readonly [Name in keyof S]: ReturnType<S[Name]['parse']> }

export interface NamedFault {
  readonly name: string
  /** What is wrong and what would be right, without the value where it could be a secret. */
  readonly sentence: string
}

/** Everything that is wrong with the settings, at once. */
export class SettingsFault extends Error {
  readonly printable = true
  readonly faults: readonly NamedFault[]

  constructor(faults: readonly NamedFault[]) {
    super(`The settings cannot be used:\n${faults.map((one) => `  ${one.name} ${one.sentence}`).join('\n')}`)
    this.name = 'SettingsFault'
    this.faults = faults
  }
}

class Fault extends Error {}

/** Said by a parser: `fault('must be a number from 1 to 65535')`. */
export function fault(sentence: string): never {
  throw new Fault(sentence)
}

/**
 * Reads settings from an environment. Throws one `SettingsFault` that names every fault. A variable that begins like
 * ours (`ALLES_`) and is none of ours is a fault too: a mistyped setting would otherwise be ignored in silence.
 */
export function readSettings<S extends Shape>(
  shape: S,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsOf<S> {
  const faults: NamedFault[] = unknownNames(Object.keys(shape), Object.keys(environment))
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(shape)) {
    const text = environment[name]?.trim()
    try {
      values[name] = setting.parse(text === '' ? undefined : text)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      faults.push({ name, sentence: error.message })
    }
  }
  if (faults.length > 0) throw new SettingsFault(faults)
  return values as SettingsOf<S>
}

function unknownNames(known: readonly string[], given: readonly string[]): NamedFault[] {
  const prefix = 'ALLES_'
  return given
    .filter((name) => name.startsWith(prefix) && !known.includes(name))
    .toSorted()
    .map((name) => {
      const near = nearest(name, known)
      return { name, sentence: `is not a setting${near === null ? '' : `; did you mean ${near}?`}` }
    })
}

function nearest(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((one) => ({ one, distance: distance(name, one) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= 3 ? best.one : null
}

/** How many letters must be added, removed or changed to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
