/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  applications: {
    id: string
    owner_account_id: string | null
    key_id: string
    name: Buffer
    description: Buffer
    terms_url: Buffer
    privacy_url: Buffer
    redirect_uris: Buffer
    bot_token_hash: Buffer | null
    has_bot: boolean
    created_at: Date
    client_type: string
    post_logout_redirect_uris: Buffer | null
    backchannel_logout_uri: Buffer | null
    logo: string | null
    paused: boolean
    suspended_at: Date | null
  }
  client_secrets: {
    id: string
    application_id: string
    secret_hash: Buffer
    created_at: Date
    last_used_at: Date | null
  }
  grants: {
    account_id: string
    application_id: string
    scopes: string
    wording: number
    since: Date
    last_used_at: Date
  }
  sign_in_counts: {
    application_id: string
    day: Date
    count: number
  }
  sign_ins: {
    id: string
    account_id: string
    application_id: string
    scopes: string
    session_id: string | null
    session_uid: string | null
    sid: string | null
    acr: string
    proved_at: Date
    created_at: Date
    expires_at: Date
  }
  signing_keys: {
    kid: string
    algorithm: string
    sealed: Buffer
    created_at: Date
    leaves_at: Date
  }
  tokens: {
    id: string
    kind: string
    application_id: string
    account_id: string | null
    sign_in_id: string | null
    payload: Buffer | null
    user_code_hash: Buffer | null
    browser_hash: Buffer | null
    created_at: Date
    expires_at: Date
    consumed_at: Date | null
  }
}
