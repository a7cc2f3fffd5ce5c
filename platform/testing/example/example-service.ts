import type { Generated, GeneratedAlways } from 'kysely'

export interface ExampleSchema {
  notes: {
    at: Generated<Date>
    body: Buffer | null
    done: Generated<boolean>
    extra: unknown
    id: string
    tags: Generated<string[]>
    title: string
  }
  outbox: {
    at: Generated<Date>
    id: GeneratedAlways<string>
    name: string
    refs: unknown
    topic: string
  }
}

/** The smallest service that stores something: for tests of what every service stands on. */
export const exampleService = { name: 'example', migrations: new URL('migrations/', import.meta.url) }
