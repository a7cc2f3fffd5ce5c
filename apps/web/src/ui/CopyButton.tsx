import { Trans } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './Button.tsx'

const copiedMs = 2000

interface CopyButtonProps {
  readonly text: string
  /** What is copied, in words, where that is not plain from what is around it. */
  readonly label?: string
  readonly look?: 'primary' | 'quiet'
  readonly small?: boolean
}

/** Puts a text where it can be pasted from, and says that it did, or that it could not. */
export function CopyButton({ text, label, look = 'quiet', small = false }: CopyButtonProps) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready')
  useEffect(() => {
    if (state === 'ready') return undefined
    const timer = window.setTimeout(() => setState('ready'), copiedMs)
    return () => window.clearTimeout(timer)
  }, [state])
  function copy(): void {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  }
  return (
    // The name holds what is seen (WCAG 2.5.3): not the label while something else stands there.
    <Button look={look} small={small} aria-label={state === 'ready' ? label : undefined} onClick={copy}>
      {state === 'copied' ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      <span aria-live="polite">
        {state === 'ready' ? <Trans>Copy</Trans> : null}
        {state === 'copied' ? <Trans>Copied</Trans> : null}
        {state === 'failed' ? <Trans>Mark and copy it by hand</Trans> : null}
      </span>
    </Button>
  )
}
