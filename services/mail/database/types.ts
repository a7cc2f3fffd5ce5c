/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  asked_addresses: {
    id: string
    address_index: Buffer
    asked_at: Date
  }
  bounces: {
    id: string
    contact: string
    code: number
    enhanced_code: string | null
    at: Date
  }
  contacts: {
    handle: string
    key_id: string
    address: Buffer
    address_index: Buffer
    language: string
    created_at: Date
    verified_at: Date | null
    undeliverable_since: Date | null
  }
  outgoing: {
    id: string
    call_index: Buffer | null
    contact: string
    template: string
    purpose: string
    content: Buffer | null
    state: string
    attempts: number
    next_at: Date
    last_fault: string | null
    created_at: Date
    finished_at: Date | null
  }
  verifications: {
    contact: string
    token_hash: Buffer
    expires_at: Date
  }
}
