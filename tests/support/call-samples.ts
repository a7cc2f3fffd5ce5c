import type { Samples } from './sample-input.ts'

/** Of accounts, pictures and applications: what fits into fields that speak of nothing which must exist. */
export const callSamples: Samples = {
  language: ['en'],
  address: ['somebody@example.org'],
  avatar: [null],
  banner: [null],
  'accounts.getChallenge.for': ['sign-in'],
  'accounts.createSecondary.username': ['another_face'],
  'accounts.editRegistrationRules.mode': ['open'],
  'privacy.createRequest.scope': ['person'],
  file: [`${'0'.repeat(32)}.webp`, '0.png'],
  size: [128],
  client_type: ['confidential'],
  backchannel_logout_uri: ['https://example.org/signed-out'],
  post_logout_redirect_uris: [['https://example.org/']],
  'oauth.editApplication.logo': [null],
  'oauth.editApplication.paused': [false],
  'oauth.suspendApplication.suspended': [false],
  uid: ['A-sign-in-nobody-began'],
  scopes: [['openid']],
  user_code: ['BCDF-GHJK'],
}
