import type { Account } from '@alles/accounts/contract'
import { Refusal } from '@alles/platform/contract'
import { useEffect, useRef, useState } from 'react'
import { createEntranceApi, type EntranceApi } from '../api/accounts-clients.ts'
import { Unreachable } from '../api/transport.ts'
import { useClient } from '../client/client-context.ts'
import { askForPasskey, isGivenUp, knowsPasskeys, offersPasskeys, stopAsking } from '../client/passkeys.ts'

type Options = Awaited<ReturnType<EntranceApi['startPasskeySignIn']>>['options']

export interface PasskeySignIn {
  /** Whether this browser knows passkeys at all. */
  readonly possible: boolean
  /** Asks for a passkey; null where the person thought better of it. */
  readonly ask: () => Promise<Account | null>
}

/**
 * Signing in with a passkey: by a button, and by the names the browser offers in the field for the username. `found` is
 * told of the second way, `failed` of why it did not work.
 */
export function usePasskeySignIn(
  found: (account: Account) => void,
  failed: (error: unknown) => void,
): PasskeySignIn {
  const client = useClient()
  const [api] = useState(() => createEntranceApi(client.api.transport))
  const heard = useRef({ found, failed })
  useEffect(() => {
    heard.current = { found, failed }
  })

  useEffect(() => {
    let wanted = true
    offerInField(api)
      .then((account) => (wanted && account ? heard.current.found(account) : undefined))
      .catch((error: unknown) => (wanted ? heard.current.failed(error) : undefined))
    return () => {
      wanted = false
      void stopAsking()
    }
  }, [api])

  return {
    possible: knowsPasskeys(),
    ask: async () => signInWith(api, await readOptions(api), 'window'),
  }
}

/** What the browser offers is a kindness: where it cannot be prepared, the button is there, and says why. */
async function offerInField(api: EntranceApi): Promise<Account | null> {
  if (!(await offersPasskeys())) return null
  const options = await readOptions(api).catch((error: unknown) => {
    if (error instanceof Refusal || error instanceof Unreachable) return null
    throw error
  })
  return options && signInWith(api, options, 'field')
}

async function readOptions(api: EntranceApi): Promise<Options> {
  return (await api.startPasskeySignIn({})).options
}

async function signInWith(
  api: EntranceApi,
  options: Options,
  where: 'window' | 'field',
): Promise<Account | null> {
  try {
    const response = await askForPasskey(options, where)
    return (await api.signInWithPasskey({ response })).account
  } catch (error) {
    if (isGivenUp(error)) return null
    throw error
  }
}
