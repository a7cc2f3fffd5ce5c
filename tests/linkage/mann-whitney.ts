/**
 * How likely it is that two samples differ by at least this much in their ranks when both come from one distribution:
 * the two-sided Mann–Whitney U test by its normal approximation, with corrections for ties and continuity (H. B. Mann,
 * D. R. Whitney, 1947; as `scipy.stats.mannwhitneyu` with `method='asymptotic'`). For samples of eight and more.
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const n = one.length
  const m = other.length
  if (n === 0 || m === 0) throw new Error('a sample is empty')
  const { rankSum, tieTerm } = rank(one, other)
  const total = n + m
  const u = rankSum - (n * (n + 1)) / 2
  const mean = (n * m) / 2
  const variance = ((n * m) / 12) * (total + 1 - tieTerm / (total * (total - 1)))
  if (variance === 0) return 1
  const z = Math.max(0, Math.abs(u - mean) - 0.5) / Math.sqrt(variance)
  return Math.min(1, 2 * upperTail(z))
}

/** The sum of the ranks of `one`, equal values sharing theirs, and the sum of t³ − t over groups of t equal ones. */
function rank(one: readonly number[], other: readonly number[]): { rankSum: number; tieTerm: number } {
  const all = [
    ...one.map((value) => ({ value, mine: true })),
    ...other.map((value) => ({ value, mine: false })),
  ].toSorted((a, b) => a.value - b.value)
  let rankSum = 0
  let tieTerm = 0
  for (let from = 0; from < all.length;) {
    let to = from + 1
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1
    const shared = (from + 1 + to) / 2
    for (const { mine } of all.slice(from, to)) if (mine) rankSum += shared
    const ties = to - from
    tieTerm += ties ** 3 - ties
    from = to
  }
  return { rankSum, tieTerm }
}

/** Of the standard normal distribution, for z ≥ 0 by a Chebyshev fit of erfc; off by less than 1e-7 of its value. */
function upperTail(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ]
  const polynomial = terms.reduceRight((sum, term) => sum * t + term, 0)
  return 0.5 * t * Math.exp(-x * x + polynomial)
}
