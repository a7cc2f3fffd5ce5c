import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { faultSentence } from '../language/refusal-sentence.ts'

/** Something that is tried when a button is pressed: whether it is under way, and why it did not work. */
export interface Attempt {
  readonly busy: boolean
  readonly fault: string | null
  readonly run: (act: () => Promise<void>) => void
}

/** `say` puts into words what did not work. */
export function useAttempt(say: typeof faultSentence = faultSentence): Attempt {
  const { i18n } = useLingui()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  async function attempt(act: () => Promise<void>): Promise<void> {
    setBusy(true)
    setFault(null)
    try {
      await act()
    } catch (error) {
      setFault(say(i18n, error))
    } finally {
      setBusy(false)
    }
  }
  return { busy, fault, run: (act) => void (busy ? undefined : attempt(act)) }
}
