/**
 * Two modules of the library by their own paths: its front door greets every runtime that is not LTS with a warning on
 * the console, and does nothing else that we need.
 */
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider'
}

declare module 'oidc-provider/lib/helpers/errors.js' {
  import { errors } from 'oidc-provider'
  export import InvalidGrant = errors.InvalidGrant
  export import InvalidDpopProof = errors.InvalidDpopProof
  export import InvalidRequest = errors.InvalidRequest
  export import InvalidClientMetadata = errors.InvalidClientMetadata
}

declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import { interactionPolicy } from 'oidc-provider'
  export import Prompt = interactionPolicy.Prompt
  export import Check = interactionPolicy.Check
  export import base = interactionPolicy.base
}
