import type { Interaction } from '@alles/oauth/contract'
import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ApplicationsApi } from '../../api/applications-client.ts'
import { applicationFault, faultCode } from './application-fault.ts'

type Found =
  | { readonly kind: 'loading' }
  | { readonly kind: 'asked'; readonly interaction: Interaction }
  | { readonly kind: 'failed'; readonly code: string | null; readonly sentence: string }

interface Reading {
  readonly found: Found
  /** Reads it anew; what is shown stays until the answer is there. */
  readonly readAgain: () => Promise<void>
}

/**
 * A sign-in that waits for a decision. It is read again whenever this tab is looked at again: who is signed in, and with
 * what, may have changed in another.
 */
export function useInteraction(api: ApplicationsApi, uid: string): Reading {
  const { i18n } = useLingui()
  const [found, setFound] = useState<Found>({ kind: 'loading' })
  const latest = useRef(0)

  const readAgain = useCallback(async () => {
    latest.current += 1
    const turn = latest.current
    const next = await api.getInteraction({ uid }).then(
      ({ interaction }): Found => ({ kind: 'asked', interaction }),
      (error: unknown): Found => ({
        kind: 'failed',
        code: faultCode(error),
        sentence: applicationFault(i18n, error),
      }),
    )
    // Where there was no answer, nothing that was chosen is lost.
    const isSilence = next.kind === 'failed' && next.code === null
    if (turn === latest.current) setFound((before) => (isSilence && before.kind === 'asked' ? before : next))
  }, [api, uid, i18n])

  useEffect(() => {
    void readAgain()
    const looked = () => (document.visibilityState === 'visible' ? void readAgain() : undefined)
    document.addEventListener('visibilitychange', looked)
    return () => {
      latest.current += 1
      document.removeEventListener('visibilitychange', looked)
    }
  }, [readAgain])
  return { found, readAgain }
}
