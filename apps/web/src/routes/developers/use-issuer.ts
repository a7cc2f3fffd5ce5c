import { z } from '@alles/platform/contract'
import { Unreachable } from '../../api/transport.ts'
import { useLoaded, type Loaded } from '../settings/use-loaded.ts'

/** What this server calls itself to applications. */
export type Issuer = Loaded<string>

const Discovery = z.object({ issuer: z.url() })

/** Reads the issuer where libraries read it too: the page may be open under another of the server's names. */
export function useIssuer(): Issuer {
  return useLoaded(readIssuer)
}

async function readIssuer(): Promise<string> {
  const answer = await fetch('/.well-known/openid-configuration').catch((error: unknown) => {
    throw new Unreachable(error)
  })
  if (!answer.ok) throw new Unreachable(new Error(`The discovery address answered ${answer.status}`))
  return Discovery.parse(await answer.json()).issuer
}
