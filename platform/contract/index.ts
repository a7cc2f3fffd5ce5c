/** What services say to each other and to the world. Runs in a browser: no I/O here. */
export { z } from 'zod'
export * from './address.ts'
export * from './client.ts'
export * from './contract.ts'
export * from './openapi.ts'
export * from './refusal.ts'
export * from './secret.ts'
export * from './shapes.ts'
