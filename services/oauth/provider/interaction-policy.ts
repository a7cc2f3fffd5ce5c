import type { interactionPolicy, KoaContextWithOIDC } from 'oidc-provider'
import { Check, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js'
import { isSignedIn } from './browser-cookies.ts'

type Context = KoaContextWithOIDC
type SubjectOf = (applicationId: string, accountId: string) => Promise<string>

const silent = ({ oidc }: Context) => oidc.prompts.has('none')
const account = ({ oidc }: Context) => oidc.session?.accountId

/**
 * When the page is shown: always, unless the application asks for no page at all. Then it gets an answer only for the
 * account that signed in with it in this very session; for any other it would learn which accounts are one person's.
 */
export function pagePolicy(subjectOf: SubjectOf): interactionPolicy.Prompt[] {
  return [
    new Prompt(
      { name: 'login', requestable: true },
      new Check(
        'no_session',
        'nobody is signed in',
        (ctx) => account(ctx) === undefined && !isSignedIn(ctx.req),
      ),
      new Check(
        'no_account',
        'this account may not sign in',
        (ctx) => account(ctx) !== undefined && !ctx.oidc.account,
      ),
      new Check('max_age', 'the last proof is too long ago', isTooOld),
      new Check('id_token_hint', 'somebody else is signed in', (ctx) => isSomebodyElse(ctx, subjectOf)),
    ),
    new Prompt(
      { name: 'select_account', requestable: true },
      new Check('choice', 'an account has to be chosen', (ctx) =>
        silent(ctx) ? account(ctx) === undefined : resultOf(ctx)?.['select_account'] === undefined,
      ),
    ),
    new Prompt(
      { name: 'consent', requestable: true },
      new Check(
        'scopes',
        'these scopes were not given',
        (ctx) => !resultOf(ctx)?.consent && lacksScopes(ctx),
      ),
    ),
  ]
}

function resultOf(ctx: Context) {
  return ctx.oidc.result
}

function isTooOld({ oidc }: Context): boolean {
  const most = oidc.params?.['max_age']
  if (most === undefined || !oidc.session?.accountId || oidc.result?.login) return false
  return oidc.session.past(Number(most))
}

async function isSomebodyElse(ctx: Context, subjectOf: SubjectOf): Promise<boolean> {
  const hint = ctx.oidc.entities.IdTokenHint?.payload.sub
  const accountId = account(ctx)
  const clientId = ctx.oidc.client?.clientId
  if (typeof hint !== 'string' || accountId === undefined || clientId === undefined) return false
  return hint !== (await subjectOf(clientId, accountId))
}

function lacksScopes({ oidc }: Context): boolean {
  const given = new Set(oidc.grant?.getOIDCScope().split(' ') ?? [])
  return [...oidc.requestParamOIDCScopes].some((scope) => !given.has(scope))
}
