type Listen = (data: unknown, id: string) => Promise<void>

/** Who listens for which durable event in this process. One for all services of a process. */
export interface Listeners {
  add(event: string, service: string, listen: Listen): void
  /** Names of the services that listen. */
  of(event: string): string[]
  find(event: string, service: string): Listen | undefined
}

export function createListeners(): Listeners {
  const byEvent = new Map<string, Map<string, Listen>>()
  return {
    add(event, service, listen) {
      const services = byEvent.get(event) ?? new Map<string, Listen>()
      if (services.has(service)) throw new Error(`${service} already listens for ${event}`)
      byEvent.set(event, services.set(service, listen))
    },
    of: (event) => [...(byEvent.get(event)?.keys() ?? [])],
    find: (event, service) => byEvent.get(event)?.get(service),
  }
}
