export * from './calls.ts'
export * from './service.ts'
