/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  requests: {
    id: string
    account_id: string | null
    person_id: string | null
    kind: string
    mode: string | null
    scope: string
    state: string
    received_at: Date
    starts_at: Date
    due_at: Date
    finished_at: Date | null
    spread_until: Date | null
  }
}
