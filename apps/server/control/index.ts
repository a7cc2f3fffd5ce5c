export * from './commands.ts'
export * from './listen.ts'
