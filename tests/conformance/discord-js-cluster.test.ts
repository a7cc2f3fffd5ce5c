import { vi } from 'vitest'

/** The same client, the same steps, with the system in several processes. */
vi.stubEnv('TEST_SHAPE', 'cluster')
await import('./discord-js.test.ts')
