/** The algorithm and cost of every hash made here. */
export const ourPrefix = '$argon2id$v=19$m=19456,t=2,p=1$'

const bcrypt = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const argon2 =
  /^\$argon2(?:id|i)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/

/** Highest costs that are taken over: a hash must not occupy a core for longer than some seconds at each sign-in. */
const most = { bcryptRounds: 15, kibibytes: 262_144, passes: 16, lanes: 16 }

/** Whether a hash from another system can be verified here: bcrypt, argon2id or argon2i at a bearable cost. */
export function isKnownHash(hashed: string): boolean {
  const rounds = bcrypt.exec(hashed)?.[1]
  if (rounds !== undefined) return isWithin(Number(rounds), 4, most.bcryptRounds)
  const found = argon2.exec(hashed)
  if (!found) return false
  const [memory = 0, passes = 0, lanes = 0] = found.slice(1).map(Number)
  return (
    isWithin(lanes, 1, most.lanes) &&
    isWithin(passes, 1, most.passes) &&
    isWithin(memory, 8 * lanes, most.kibibytes)
  )
}

function isWithin(value: number, least: number, greatest: number): boolean {
  return value >= least && value <= greatest
}

export function isBcrypt(hashed: string): boolean {
  return hashed.startsWith('$2')
}

/** Whether a hash is replaced by one of ours once the password is known. */
export function isOutdated(hashed: string): boolean {
  return !hashed.startsWith(ourPrefix)
}

/** Algorithm and cost without salt and hash: `bcrypt 12`, `argon2id m=65536,t=3,p=4`. */
export function kindOfHash(hashed: string): string {
  const [, algorithm = '', second = '', third = ''] = hashed.split('$')
  return isBcrypt(hashed) ? `bcrypt ${second}` : `${algorithm} ${third}`
}
