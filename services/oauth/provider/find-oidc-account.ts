import type { Account, KoaContextWithOIDC } from 'oidc-provider'
import { updateGrantUsed } from '../connections/grant-store.ts'
import type { OAuth } from '../oauth.ts'

const hourMs = 3_600_000

interface Asked {
  readonly ctx: KoaContextWithOIDC
  /** Whether something the application holds is being used for it. */
  readonly used: boolean
}

/** Whether an account may act at this moment: its tokens are nothing where it may not. */
export async function mayAct(oauth: OAuth, accountId: string): Promise<boolean> {
  return (await oauth.accounts.standingOf({ accountId })) === 'good'
}

/** An account as an application may know it; undefined where it may not act. */
export async function findOidcAccount(
  oauth: OAuth,
  accountId: string,
  { ctx, used }: Asked,
): Promise<Account | undefined> {
  if (!(await mayAct(oauth, accountId))) return undefined
  const applicationId = ctx.oidc.client?.clientId
  if (used && applicationId !== undefined) {
    const hour = new Date(Math.floor(oauth.clock.now() / hourMs) * hourMs)
    await updateGrantUsed(oauth.database, { accountId, applicationId }, hour)
  }
  return {
    accountId,
    claims: async (_use, scope) => ({
      sub: accountId,
      ...(scope.split(' ').includes('profile') && (await publicClaims(oauth, accountId))),
    }),
  }
}

/** The public account, field by field: nothing that others do not see. */
async function publicClaims(oauth: OAuth, accountId: string) {
  const [profile] = await oauth.accounts.profiles({ ids: [accountId] })
  if (!profile) return {}
  return {
    alles_account: profile.id,
    preferred_username: profile.username,
    name: profile.displayName ?? profile.username,
    profile: `${oauth.issuer}/@${profile.username}`,
    ...(profile.avatar !== null && {
      picture: `${oauth.issuer}/media/avatars/${profile.id}/${profile.avatar}.webp`,
    }),
  }
}
