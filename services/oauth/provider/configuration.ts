import type { Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider'
import type { OAuth } from '../oauth.ts'
import { interactionCookie, resumeCookie, sessionCookie } from './browser-cookies.ts'
import { clientAdapter } from './client-adapter.ts'
import { errorAddress } from './error-address.ts'
import { findOidcAccount, mayAct } from './find-oidc-account.ts'
import { pagePolicy } from './interaction-policy.ts'
import { mayRead } from './cross-origin-policy.ts'
import { grantAdapter, sessionAdapter } from './sign-in-adapters.ts'
import { subjectOf } from './subject-of.ts'
import { tokenAdapter } from './token-adapter.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

export interface ProviderParts {
  readonly jwks: JWKS
  /** 32 bytes from which the nonces of DPoP proofs are made; the same in every process. */
  readonly nonceSecret: Buffer
  /** Speaks to applications' own addresses. */
  readonly fetch: Configuration['fetch']
}

/** How the library is to behave. What is not named here is off or at its default. */
export function configuration(oauth: OAuth, parts: ProviderParts): Configuration {
  return {
    adapter: (kind) => adapterOf(oauth, kind),
    jwks: parts.jwks,
    routes,
    scopes: ['openid', 'profile', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['alles_account', 'preferred_username', 'name', 'picture', 'profile'],
      acr: null,
      auth_time: null,
      iss: null,
      sid: null,
    },
    acrValues: ['urn:alles:session', 'urn:alles:fresh'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_, accountId, client) => subjectOf(oauth, client.clientId, accountId),
    sectorIdentifierUriValidate: () => false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      dPoPSigningAlgValues: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
    },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    rotateRefreshToken: () => true,
    findAccount: (ctx, accountId, token) =>
      findOidcAccount(oauth, accountId, { ctx, used: token !== undefined }),
    interactions: {
      url: (_, interaction) => `/sign-in-with/${interaction.uid}`,
      policy: pagePolicy((applicationId, accountId) => subjectOf(oauth, applicationId, accountId)),
    },
    renderError: (ctx, out) => showError(ctx, out.error),
    clientBasedCORS: (_, origin, client) => mayRead(origin, client),
    cookies: { names: { session: sessionCookie, interaction: interactionCookie, resume: resumeCookie } },
    fetch: parts.fetch,
    discovery: { claim_types_supported: ['normal'], op_policy_uri: `${oauth.issuer}/policy` },
    features: {
      ...features(oauth, parts),
      // The address is told; what answers there is ours, which knows but our own applications.
      registration: { enabled: oauth.openRegistration, initialAccessToken: false },
    },
    ttl,
  }
}

function adapterOf(oauth: OAuth, kind: string) {
  if (kind === 'Client') return clientAdapter(oauth)
  if (kind === 'Grant') return grantAdapter(oauth)
  return kind === 'Session' ? sessionAdapter(oauth) : tokenAdapter(oauth, kind)
}

const routes = {
  authorization: '/oidc/auth',
  code_verification: '/device',
  device_authorization: '/oidc/device/auth',
  end_session: '/oidc/end',
  introspection: '/oidc/introspect',
  jwks: '/oidc/jwks',
  pushed_authorization_request: '/oidc/par',
  registration: '/oidc/register',
  revocation: '/oidc/revoke',
  token: '/oidc/token',
  userinfo: '/oidc/me',
}

function features(oauth: OAuth, parts: ProviderParts): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: false },
    resourceIndicators: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
    dPoP: { enabled: true, nonceSecret: parts.nonceSecret, requireNonce: () => true },
    deviceFlow: { enabled: true, charset: 'base-20', mask: '****-****', deviceInfo: () => ({}) },
    introspection: {
      enabled: true,
      allowedPolicy: async (_, client, token) =>
        token.clientId === client.clientId && 'accountId' in token && (await mayAct(oauth, token.accountId)),
    },
    revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
  }
}

const ttl: Configuration['ttl'] = {
  AccessToken: () => hour,
  AuthorizationCode: () => minute,
  DeviceCode: () => 10 * minute,
  Grant: () => 30 * day,
  IdToken: () => hour,
  Interaction: () => hour,
  RefreshToken: () => 30 * day,
  Session: () => 14 * day,
}

function showError(ctx: KoaContextWithOIDC, error: string): void {
  ctx.redirect(errorAddress(error))
  ctx.status = 303
  ctx.body = ''
}
