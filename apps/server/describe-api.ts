import { isCall, openApi } from '@alles/platform/contract'
import { services } from './services.ts'

/** The OpenAPI description of every call that has an address. */
export function describeApi(): Record<string, unknown> {
  const calls = services.flatMap((service) => Object.values(service.contract).filter(isCall))
  return openApi('Alles', '0.1.0', calls)
}
