/** `baseline` and `ratio` come from the same run; absent where there is nothing to compare with. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline?: number
  readonly ratio?: number
  /** What it has to reach, of the value and of the ratio. */
  readonly must?: Goal
  readonly reached?: boolean
}

/** Bounds, those given: `least` and `most` of the value, the same of the ratio to the baseline. */
export interface Goal {
  readonly least?: number
  readonly most?: number
  readonly leastRatio?: number
  readonly mostRatio?: number
}

export interface Measured {
  readonly value: number
  readonly unit: string
  readonly baseline?: number
  readonly must?: Goal
}

export function rowOf(name: string, { value, unit, baseline, must }: Measured): Row {
  const ratio = baseline === undefined ? Number.NaN : value / baseline
  return {
    name,
    value,
    unit,
    ...(baseline !== undefined && { baseline, ratio }),
    ...(must && { must, reached: reaches(value, ratio, must) }),
  }
}

function reaches(value: number, ratio: number, goal: Goal): boolean {
  const { least = -Infinity, most = Infinity, leastRatio, mostRatio } = goal
  return (
    value >= least &&
    value <= most &&
    (leastRatio === undefined || ratio >= leastRatio) &&
    (mostRatio === undefined || ratio <= mostRatio)
  )
}

const shown = (value: number | undefined) =>
  value === undefined ? '' : value >= 100 ? value.toFixed(0) : value.toFixed(2)

function goalText({ least, most, leastRatio, mostRatio }: Goal): string {
  return [
    least !== undefined && `≥ ${shown(least)}`,
    most !== undefined && `≤ ${shown(most)}`,
    leastRatio !== undefined && `ratio ≥ ${shown(leastRatio)}`,
    mostRatio !== undefined && `ratio ≤ ${shown(mostRatio)}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}

export function lineOf(row: Row): string {
  return [
    row.name.padEnd(58),
    shown(row.value).padStart(9),
    row.unit.padEnd(4),
    shown(row.baseline).padStart(9),
    shown(row.ratio).padStart(6),
    ' ',
    row.must ? `${row.reached ? 'reached' : 'MISSED '}  ${goalText(row.must)}` : '',
  ].join(' ')
}

export const heading = [
  'measure'.padEnd(58),
  'value'.padStart(9),
  'unit',
  'baseline'.padStart(9),
  ' ratio',
  '  must',
].join(' ')
