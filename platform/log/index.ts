export * from './fields.ts'
export * from './log.ts'
export * from './printable-error.ts'
