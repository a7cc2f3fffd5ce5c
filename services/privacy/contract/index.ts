export * from './internal.ts'
export { refusals } from './refusals.ts'
export * from './requests.ts'
