import { randomFillSync } from 'node:crypto'

export const nonceBytes = 12

/** Writes a fresh random 96-bit nonce into `target` at `at`. */
export type Nonces = (target: Buffer, at: number) => void

/** Nonces cut from a block of random bytes: a call to the system's generator for each would cost half a seal. */
export function createNonces(perBlock = 1024): Nonces {
  const block = Buffer.alloc(nonceBytes * perBlock)
  let next = block.length
  return (target, at) => {
    if (next === block.length) {
      randomFillSync(block)
      next = 0
    }
    block.copy(target, at, next, next + nonceBytes)
    next += nonceBytes
  }
}
