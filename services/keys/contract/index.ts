export * from './events.ts'
export * from './keys.ts'
export * from './sealed-value.ts'
