export * from './clock.ts'
export * from './random.ts'
export * from './snowflake.ts'
