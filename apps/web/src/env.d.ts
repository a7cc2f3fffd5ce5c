declare module '*.po' {
  import type { Messages } from '@lingui/core'

  export const messages: Messages
}

/** The part of Babel that tests use; it brings no types. */
declare module '@babel/core' {
  export function transformAsync(
    code: string,
    options: object,
  ): Promise<{ readonly code?: string | null } | null>
}

/** Trusted Types, https://w3c.github.io/trusted-types: in Chromium and Safari, not yet in TypeScript's DOM. */
interface TrustedTypePolicy {
  createScriptURL(text: string): string
}

interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(text: string): string }): TrustedTypePolicy
  }
}
