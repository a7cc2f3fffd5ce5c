import { REST, type RequestData, type RouteLike } from 'discord.js'
import type { TestPerson } from '../../support/person.ts'
import type { Tally } from './tally.ts'

/** discord.js' REST as a person's client uses it. */
export interface PersonRest {
  ask<T>(method: 'get' | 'post' | 'put' | 'patch' | 'delete', route: string, body?: unknown): Promise<T>
}

/** Signed in by a cookie, as a browser is, and not by a token. */
export function asPerson(person: TestPerson, tally: Tally): PersonRest {
  const rest = new REST({ api: `${person.origin}/api`, version: '10' })
  tally.count(rest)
  return {
    async ask<T>(method: 'get' | 'post' | 'put' | 'patch' | 'delete', route: string, body?: unknown) {
      const options: RequestData = { auth: false, headers: { cookie: person.cookie } }
      const withBody = body === undefined ? options : { ...options, body }
      return (await rest[method](route as RouteLike, withBody)) as T
    },
  }
}
