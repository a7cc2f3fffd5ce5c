import { edgeRefusals, Refusal } from '@alles/platform/contract'
import { useRef, useState, type ReactNode } from 'react'
import { ConfirmIdentity } from './ConfirmIdentity.tsx'

/** Acts that need a recent proof of who one is: it is asked for when the server wants it, and only then. */
export interface Fresh {
  readonly run: (act: () => Promise<void>) => Promise<void>
  readonly dialog: ReactNode
}

export function useFresh(): Fresh {
  const [asking, setAsking] = useState(false)
  const answer = useRef<((confirmed: boolean) => void) | null>(null)

  function confirm(): Promise<boolean> {
    setAsking(true)
    return new Promise((resolve) => {
      answer.current = resolve
    })
  }

  function close(confirmed: boolean): void {
    setAsking(false)
    answer.current?.(confirmed)
    answer.current = null
  }

  async function run(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!isStale(error)) throw error
      if (await confirm()) await act()
    }
  }

  return { run, dialog: asking ? <ConfirmIdentity onDone={close} /> : null }
}

function isStale(error: unknown): boolean {
  return error instanceof Refusal && error.kind.code === edgeRefusals.fresh_sign_in_required.code
}
