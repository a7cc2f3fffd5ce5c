import { z } from 'zod'

export type Json = Record<string, unknown>
type Side = 'input' | 'output'

const place = '#/components/schemas/'

/**
 * Schemas of one OpenAPI document. A type named with `.meta({ id })` is described once, under its name. What is sent and
 * what is answered may differ (defaults, coercion): then the one that is sent is called `…Input`.
 */
export class SchemaComponents {
  readonly #named: Record<Side, Map<string, Json>> = { input: new Map(), output: new Map() }

  schemaOf(type: z.ZodType, side: Side): Json {
    const {
      $schema: _,
      $defs,
      ...schema
    } = z.toJSONSchema(type, {
      io: side,
      unrepresentable: 'any',
      target: 'draft-2020-12',
      override: ({ jsonSchema }) => {
        // What is answered may get more fields; a client that refuses unknown ones would break.
        if (side === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties
      },
    }) as Json & { $defs?: Record<string, Json> }
    for (const [name, named] of Object.entries($defs ?? {})) {
      const { $id: _id, id: _name, ...rest } = named
      this.#named[side].set(name, moved(rest, side))
    }
    return moved(schema, side)
  }

  /** Puts the named schemas into the document and gives every reference its final name. */
  settle(document: Json & { components: Json & { schemas: Json } }): Json {
    const { input, output } = this.#named
    const twins = [...input].filter(([name, schema]) => {
      const other = output.get(name)
      return other !== undefined && settled(schema, new Set()) !== settled(other, new Set())
    })
    const twinNames = new Set(twins.map(([name]) => name))
    const named = [
      ...output,
      ...[...input].map(([name, schema]) => [twinNames.has(name) ? `${name}Input` : name, schema] as const),
      ...Object.entries(document.components.schemas),
    ]
    const schemas = Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const whole = { ...document, components: { ...document.components, schemas } }
    return JSON.parse(settled(whole, twinNames)) as Json
  }
}

/** References as they stay until it is known which names need a twin. */
function moved(schema: Json, side: Side): Json {
  const text = JSON.stringify(schema).replace(/"\$ref":"#\/\$defs\/([^"]+)"/g, `"$ref":"${place}$1~${side}"`)
  return JSON.parse(text) as Json
}

function settled(schema: Json, twins: ReadonlySet<string>): string {
  return JSON.stringify(schema).replace(
    /"\$ref":"#\/components\/schemas\/([^"~]+)~(input|output)"/g,
    (_, name: string, side: Side) =>
      `"$ref":"${place}${name}${side === 'input' && twins.has(name) ? 'Input' : ''}"`,
  )
}
