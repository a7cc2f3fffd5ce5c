export * from './internal.ts'
export * from './operator.ts'
export { refusals } from './refusals.ts'
export * from './shapes.ts'
