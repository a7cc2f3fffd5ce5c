import type { Page } from '@playwright/test'

/** A phone or computer that holds passkeys, as Chromium can pretend one. */
export interface TestAuthenticator {
  /** Whether the person puts their finger on it when it is asked for something. */
  present(is: boolean): Promise<void>
  /** How many passkeys are on it. */
  count(): Promise<number>
}

/** https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn */
export async function addAuthenticator(page: Page): Promise<TestAuthenticator> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    present: async (enabled) => {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    count: async () =>
      (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}
