import { RESTEvents, Events, type Client, type REST } from 'discord.js'
import { routeOf } from './served-routes.ts'

/** Which routes answered, and which events came. */
export class Tally {
  readonly routes = new Set<string>()
  readonly events = new Set<string>()

  watch(bot: Client): void {
    this.count(bot.rest)
    bot.on(Events.Raw as never, ({ t }: { t?: string | null }) => {
      if (t) this.events.add(t)
    })
  }

  /** Only what was done counts. */
  count(rest: REST): void {
    rest.on(RESTEvents.Response, ({ method, path }, { status }) => {
      if (status < 300) this.routes.add(routeOf(method, path))
    })
  }
}
