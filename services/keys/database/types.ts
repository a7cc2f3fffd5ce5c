import type { Generated } from 'kysely'

/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  buckets: {
    bucket: number
    wrapping_key: string
  }
  directory: {
    id: string
    only_one: Generated<boolean>
  }
  keys: {
    id: string
    kind: string
    bucket: number
    wrapping_key: string
    wrapped: Buffer
    created_at: Generated<Date>
  }
  purpose_keys: {
    purpose: string
    wrapping_key: string
    wrapped: Buffer
    created_at: Generated<Date>
  }
}
