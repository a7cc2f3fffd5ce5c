import { refuse } from '@alles/platform/contract'
import type { Exchange, Routes } from '@alles/platform/http'
import { findApplicationRow } from '../applications/application-store.ts'
import * as contract from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { authorizeBot, getAddable } from './authorize-bot.ts'
import { resetBotToken } from './reset-bot-token.ts'
import { wireApplication, wireOwnApplication } from './wire-application.ts'

export function answerBots(routes: Routes, oauth: OAuth): void {
  routes.answer(contract.resetBotToken, async ({ id }, exchange) => {
    const token = await resetBotToken(oauth, exchange.actor.accountId, id)
    return { token: token.reveal() }
  })
  routes.answer(contract.getBotApplication, (_, exchange) => ownApplication(oauth, exchange))
  routes.answer(contract.getCurrentApplication, (_, exchange) => ownApplication(oauth, exchange))
  routes.answer(contract.getAuthorization, async (input) => {
    const row = await getAddable(oauth, input.client_id, input.scope)
    return { application: await wireApplication(oauth, row), authorized: false as const }
  })
  routes.answer(contract.authorizeBot, async (input, exchange) => {
    await authorizeBot(oauth, exchange.actor, {
      applicationId: input.client_id,
      scope: input.scope,
      guildId: input.guild_id,
      permissions: input.permissions,
    })
    return { location: `/channels/${input.guild_id}` }
  })
}

async function ownApplication(oauth: OAuth, exchange: Exchange) {
  const row = exchange.actor.bot
    ? await findApplicationRow(oauth.database, exchange.actor.accountId)
    : undefined
  if (!row) refuse(contract.refusals.only_bots)
  return wireOwnApplication(oauth, row)
}
