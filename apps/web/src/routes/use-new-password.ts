import { refusals } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { faultSentence } from '../language/refusal-sentence.ts'

const aboutPassword: readonly string[] = [refusals.invalid_password.code, refusals.leaked_password.code]

export interface NewPassword {
  readonly busy: boolean
  /** What is wrong with the password. */
  readonly passwordFault: string | undefined
  /** What else is wrong: its code and its sentence. */
  readonly fault: { readonly code: string | null; readonly sentence: string } | null
  readonly run: (set: () => Promise<void>) => Promise<void>
}

/** Setting a new password: what is wrong with it is told at its field, anything else apart. */
export function useNewPassword(): NewPassword {
  const { i18n } = useLingui()
  const [busy, setBusy] = useState(false)
  const [passwordFault, setPasswordFault] = useState<string | undefined>(undefined)
  const [fault, setFault] = useState<NewPassword['fault']>(null)
  async function run(set: () => Promise<void>): Promise<void> {
    if (busy) return
    setBusy(true)
    setPasswordFault(undefined)
    setFault(null)
    try {
      await set()
    } catch (error) {
      const code = error instanceof Refusal ? error.kind.code : null
      const sentence = faultSentence(i18n, error)
      if (code !== null && aboutPassword.includes(code)) setPasswordFault(sentence)
      else setFault({ code, sentence })
    } finally {
      setBusy(false)
    }
  }
  return { busy, passwordFault, fault, run }
}
