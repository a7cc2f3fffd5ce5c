import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{platform,services,tools}/**/*.test.ts', 'apps/{server,cli,web}/**/*.test.{ts,tsx}'],
    globalSetup: ['platform/testing/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
