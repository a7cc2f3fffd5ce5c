import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useState } from 'react'
import { faultSentence } from '../../language/refusal-sentence.ts'

/** Something that is read when a page opens. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly sentence: string; readonly again: () => void }

/** Reads once when the component appears, and again when asked to. `load` must stay the same function. */
export function useLoaded<T>(load: () => Promise<T>, say: typeof faultSentence = faultSentence): Loaded<T> {
  const { i18n } = useLingui()
  const [attempt, setAttempt] = useState(0)
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' })
  const again = useCallback(() => setAttempt((count) => count + 1), [])
  useEffect(() => {
    let wanted = true
    setLoaded({ kind: 'loading' })
    load()
      .then((value) => (wanted ? setLoaded({ kind: 'loaded', value }) : undefined))
      .catch((error: unknown) =>
        wanted ? setLoaded({ kind: 'failed', sentence: say(i18n, error), again }) : undefined,
      )
    return () => {
      wanted = false
    }
  }, [load, again, attempt, say, i18n])
  return loaded
}
