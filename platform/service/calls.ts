import { isCall, type Call, type ClientOf, type Input, type Output } from '../contract/index.ts'

type Handler = (input: never) => unknown

/** The contracts of the services in this process, as calls. */
export interface Calls {
  /** Answers an internal call. Once per call and process. */
  provide<C extends Call>(call: C, handler: (input: Input<C>) => Promise<Output<C>> | Output<C>): void
  /** Another service's contract as functions. Throws when called before, or without, somebody providing it. */
  of<Module extends object>(module: Module): ClientOf<Module>
}

/** Calls inside one process: values are checked on the way in and out, except where the contract says `types`. */
export function createCalls(): Calls {
  const handlers = new Map<string, Handler>()
  return {
    provide(call, handler) {
      if (handlers.has(call.name)) throw new Error(`${call.name} is already provided`)
      handlers.set(call.name, handler)
    },
    of<Module extends object>(module: Module) {
      const calls = Object.entries(module).filter((entry): entry is [string, Call] => isCall(entry[1]))
      return Object.fromEntries(
        calls.map(([name, call]) => [name, caller(call, handlers)]),
      ) as ClientOf<Module>
    },
  }
}

function caller(call: Call, handlers: ReadonlyMap<string, Handler>) {
  const find = () => {
    const handler = handlers.get(call.name)
    if (!handler) throw new Error(`nobody in this process provides ${call.name}`)
    return handler
  }
  if (call.checked === 'types') return async (input: unknown) => find()(input as never)
  return async (input: unknown) => call.output.parse(await find()(call.input.parse(input) as never))
}
