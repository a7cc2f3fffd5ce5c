/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  applications: {
    id: string
    owner_account_id: string
    key_id: string
    name: Buffer
    description: Buffer
    terms_url: Buffer
    privacy_url: Buffer
    redirect_uris: Buffer
    client_secret_hash: Buffer
    bot_token_hash: Buffer | null
    has_bot: boolean
    created_at: Date
  }
}
