/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  pictures: {
    hash: string
    account_id: string
    owner_id: string
    use: string
    key_id: string
    sizes: number[]
    created_at: Date
  }
  uploads: {
    id: string
    account_id: string
    key_id: string
    blob: string
    used: boolean
    created_at: Date
    expires_at: Date
  }
}
