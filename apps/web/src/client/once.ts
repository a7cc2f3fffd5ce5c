import type { Client } from './client.ts'

/** Runs one thing of a kind at a time; a second one meanwhile is not started. */
export async function once<T>(client: Client, name: string, run: () => Promise<T>): Promise<T | true> {
  if (client.busy.has(name)) return true
  client.busy.add(name)
  try {
    return await run()
  } finally {
    client.busy.delete(name)
  }
}
