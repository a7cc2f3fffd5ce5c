import type { Challenge } from '@alles/accounts/contract'
import type { Solution } from 'altcha-lib'
// oxlint-disable-next-line import/default -- Vite makes the default of `?worker&url`
import workerUrl from './solve-challenge.worker.ts?worker&url'

/** What the worker says. */
export type SolverWord =
  | { readonly kind: 'attempts'; readonly attempts: number }
  | { readonly kind: 'solved'; readonly solution: Solution }
  | { readonly kind: 'failed' }

/** The name of our one Trusted Types policy; the server's content security policy allows it and no other. */
const policyName = 'alles-worker'

let policy: { createScriptURL(text: string): string } | undefined

/** An address for a worker: ours, and nothing else. */
function scriptUrl(url: string): string {
  policy ??= window.trustedTypes?.createPolicy(policyName, {
    createScriptURL(text) {
      if (text !== workerUrl) throw new Error('Not the address of our worker')
      return text
    },
  })
  return policy?.createScriptURL(url) ?? url
}

interface SolverWatch {
  readonly expected: number
  readonly onProgress: (done: number) => void
  readonly signal: AbortSignal
}

/**
 * Solves a challenge in a worker, which takes about as many attempts as `expected` says. `onProgress` hears from 0 to 1 how
 * far it probably is: the right attempt may be any.
 * Resolves to the base64 payload that ALTCHA's clients make.
 */
export async function solveInWorker(
  challenge: Challenge,
  { expected, onProgress, signal }: SolverWatch,
): Promise<string> {
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module' })
  try {
    const solution = await new Promise<Solution>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError')))
      worker.addEventListener('error', () => reject(new Error('The worker could not start')))
      worker.addEventListener('message', (event: MessageEvent<SolverWord>) => {
        const word = event.data
        if (word.kind === 'solved') resolve(word.solution)
        else if (word.kind === 'failed') reject(new Error('The challenge could not be solved'))
        else onProgress(likelyDone(word.attempts / expected))
      })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
      worker.postMessage(challenge)
    })
    return payload(challenge, solution)
  } finally {
    worker.terminate()
  }
}

/** The bar slows down as it comes near the end and never stands at it. */
function likelyDone(share: number): number {
  return 1 - Math.exp(-2 * share)
}

function payload(challenge: Challenge, solution: Solution): string {
  return btoa(JSON.stringify({ challenge, solution }))
}
