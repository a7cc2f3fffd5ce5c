/** Up to two letters that stand for a server: of its first two words, or the first two of its only one. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s\-_]+/u)
    .filter((word) => word !== '')
  const [first = '', second] = words
  const letters =
    second === undefined ? Array.from(first).slice(0, 2) : [Array.from(first)[0], Array.from(second)[0]]
  const text = letters.join('')
  return second === undefined
    ? text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
    : text.toLocaleUpperCase()
}
