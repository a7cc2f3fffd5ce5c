import type { Provider } from 'oidc-provider'
import type { SessionInfo } from '@alles/platform/http'
import type { ScopeName } from '../contract/index.ts'
import { checkOwnAccount } from '../interactions/own-account.ts'
import { scopesAsked, scopesGiven } from '../interactions/interaction-policy.ts'
import type { OAuth } from '../oauth.ts'
import { beginSignIn } from '../sign-ins/begin-sign-in.ts'
import { openDeviceRequest } from './open-device-request.ts'

interface Decision {
  readonly userCode: string
  readonly allow: boolean
  readonly account: string
  readonly scopes: readonly ScopeName[]
  readonly session: SessionInfo
}

/** Lets the device in as one of the person's accounts, or tells it that they did not want to. */
export async function decideDeviceRequest(
  oauth: OAuth,
  provider: Provider,
  decision: Decision,
): Promise<void> {
  const { account: accountId, session } = decision
  const { code, row, params } = await openDeviceRequest(oauth, provider, decision.userCode)
  await checkOwnAccount(oauth, session, accountId)
  if (!decision.allow) {
    Object.assign(code, { error: 'access_denied', errorDescription: 'the person did not want to' })
    await code.save()
    return
  }
  const scopes = scopesGiven(params, decision.scopes)
  const signIn = await beginSignIn(oauth, {
    accountId,
    applicationId: row.id,
    scopes,
    asked: scopesAsked(params),
    sessionId: null,
    provedAt: session.provedAt,
  })
  const { id: grantId, acr, authTime } = signIn
  Object.assign(code, { accountId, grantId, acr, authTime, scope: scopes.join(' ') })
  await code.save()
}
