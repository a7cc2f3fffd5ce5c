import type { Provider } from 'oidc-provider'
import { refuse } from '@alles/platform/contract'
import type { ApplicationRow } from '../applications/application-store.ts'
import { refusals } from '../contract/index.ts'
import { askingRow } from '../interactions/open-interaction.ts'
import type { OAuth } from '../oauth.ts'

type DeviceCode = InstanceType<Provider['DeviceCode']>

/** What a device that shows this code waits for; refused where it does not (any more). */
export async function openDeviceRequest(
  oauth: OAuth,
  provider: Provider,
  userCode: string,
): Promise<{ code: DeviceCode; row: ApplicationRow; params: Readonly<Record<string, unknown>> }> {
  const normalised = userCode.toUpperCase().replace(/[^A-Z]/g, '')
  const code = await provider.DeviceCode.findByUserCode(normalised)
  if (!code || code.isExpired || code.accountId !== undefined || code.error !== undefined)
    return refuse(refusals.unknown_user_code)
  const params = { ...code.params, client_id: code.clientId }
  return { code, params, row: await askingRow(oauth, params) }
}
