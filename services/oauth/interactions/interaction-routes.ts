import type { Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import { decideDeviceRequest } from '../devices/decide-device-request.ts'
import { getDeviceRequest } from '../devices/get-device-request.ts'
import type { OAuth } from '../oauth.ts'
import type { Providers } from '../provider/providers.ts'
import { allowInteraction } from './allow-interaction.ts'
import { denyInteraction } from './deny-interaction.ts'
import { getInteraction } from './get-interaction.ts'

export function answerInteractions(routes: Routes, oauth: OAuth, providers: Providers): void {
  routes.answer(contract.getInteraction, async ({ uid }, exchange) => ({
    interaction: await getInteraction(oauth, exchange, uid),
  }))
  routes.answer(contract.allowInteraction, async (input, exchange) => ({
    location: await allowInteraction(oauth, await providers.current(), { ...input, exchange }),
  }))
  routes.answer(contract.denyInteraction, async ({ uid }, exchange) => ({
    location: await denyInteraction(oauth, await providers.current(), { uid, exchange }),
  }))
  routes.answer(contract.getDeviceRequest, async ({ user_code }, exchange) => ({
    interaction: await getDeviceRequest(oauth, await providers.current(), {
      userCode: user_code,
      session: exchange.session,
    }),
  }))
  routes.answer(contract.decideDeviceRequest, async ({ user_code, ...decision }, exchange) =>
    decideDeviceRequest(oauth, await providers.current(), {
      ...decision,
      userCode: user_code,
      session: exchange.session,
    }),
  )
}
