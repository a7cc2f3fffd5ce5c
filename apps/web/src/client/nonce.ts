const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A name for one send: 24 letters, which is what Discord's API has room for. */
export function newNonce(random: () => number): string {
  return Array.from({ length: 24 }, () => letters[Math.floor(random() * letters.length)]).join('')
}
