/** Colours for accounts that chose none; as the tints of `Avatar.module.css`, but bright enough beside both themes. */
const derived = ['#4d8fc9', '#9a74d6', '#4f9a6b', '#c07f3a', '#2f9694', '#d0608a', '#7480d8']

/** A number of red, green and blue as CSS writes it. */
export function cssColor(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`
}

/** The colour that an account is known by: the one of its profile, else one that stays the same for its id. */
export function faceColor(id: string, color: number | null): string {
  if (color !== null) return cssColor(color)
  return derived[Number(BigInt(id) % BigInt(derived.length))] ?? '#4d8fc9'
}
