import type { Provider } from 'oidc-provider'
import type { SessionInfo } from '@alles/platform/http'
import type { Interaction } from '../contract/index.ts'
import { describeRequest } from '../interactions/get-interaction.ts'
import type { OAuth } from '../oauth.ts'
import { openDeviceRequest } from './open-device-request.ts'

interface Asked {
  readonly userCode: string
  readonly session: SessionInfo
}

/** What a device asks for, as the page shows it. */
export async function getDeviceRequest(
  oauth: OAuth,
  provider: Provider,
  { userCode, session }: Asked,
): Promise<Omit<Interaction, 'uid'>> {
  const { row, params } = await openDeviceRequest(oauth, provider, userCode)
  return { needs: 'decision', ...(await describeRequest(oauth, { row, params, session, redirects: false })) }
}
