/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  accounts: {
    id: string
    person_id: string | null
    kind: string
    profile_key_id: string
    username: Buffer
    username_index: Buffer
    username_skeleton: Buffer
    display_name: Buffer | null
    bio: Buffer | null
    created_at: Date
    forgotten_at: Date | null
  }
  administrators: {
    person_id: string
    since: Date
  }
  persons: {
    id: string
    key_id: string
    password_hash: Buffer
    created_at: Date
    suspended_at: Date | null
  }
  reserved_usernames: {
    skeleton: Buffer
    until: Date
  }
  sessions: {
    id: string
    token_hash: Buffer
    person_id: string
    account_id: string
    device: Buffer
    created_at: Date
    proved_at: Date
    last_seen_at: Date
    expires_at: Date
  }
  used_challenges: {
    nonce_hash: Buffer
    expires_at: Date
  }
}
