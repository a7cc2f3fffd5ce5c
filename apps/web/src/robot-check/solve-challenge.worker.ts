import type { Challenge } from '@alles/accounts/contract'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { SolverWord } from './solve-challenge.ts'

/*
 * Does the work of a challenge beside the page, so that the page stays quick, and says how far it is.
 */

/** How many attempts go by between two words. */
const sayEvery = 25

function say(word: SolverWord): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  self.postMessage(word)
}

async function solve({ parameters, signature }: Challenge): Promise<void> {
  let attempts = 0
  const { keySignature, ...rest } = parameters
  const solution = await solveChallenge({
    challenge: { parameters: { ...rest, ...(keySignature !== undefined && { keySignature }) }, signature },
    deriveKey: async (of, salt, password) => {
      attempts += 1
      if (attempts % sayEvery === 0) say({ kind: 'attempts', attempts })
      return deriveKey(of, salt, password)
    },
  })
  say(solution ? { kind: 'solved', solution } : { kind: 'failed' })
}

self.addEventListener('message', (event: MessageEvent<Challenge>) => {
  solve(event.data).catch(() => say({ kind: 'failed' }))
})
