import type { Generated } from 'kysely'

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
    pronouns: Buffer | null
    color: number | null
    avatar: string | null
    banner: string | null
    public: Generated<boolean>
    username_changed_at: Date | null
    suspended_at: Date | null
  }
  administrators: {
    person_id: string
    since: Date
  }
  exclusions: {
    account_id: string
    guild_hash: Buffer
    since: Date
  }
  instance_rules: {
    id: Generated<boolean>
    mode: string | null
    secondary_accounts: number
  }
  invitations: {
    id: string
    code: Buffer
    code_index: Buffer
    created_by: string
    note: Buffer | null
    uses_left: number
    expires_at: Date
  }
  known_devices: {
    person_id: string
    device_hash: Buffer
    last_seen_at: Date
  }
  leaving_contacts: {
    contact: string
    person_id: string | null
    leaves_at: Date
  }
  notices: {
    id: string
    person_id: string
    contact: string
    content: Buffer
    created_at: Date
  }
  passkey_challenges: {
    challenge_hash: Buffer
    expires_at: Date
  }
  passkeys: {
    id: string
    person_id: string
    credential_hash: Buffer
    credential_id: Buffer
    public_key: Buffer
    transports: Buffer
    name: Buffer
    counter: string
    synced: boolean
    created_at: Date
    last_used_at: Date | null
  }
  persons: {
    id: string
    key_id: string
    password_hash: Buffer | null
    created_at: Date
    waiting_since: Date | null
    reason: Buffer | null
    imported_hash: string | null
    contact: string | null
    pending_contact: string | null
    leaving_at: Date | null
  }
  recovery_codes: {
    person_id: string
    code_hash: Buffer
    created_at: Date
  }
  recovery_tokens: {
    token_hash: Buffer
    person_id: string
    created_at: Date
    expires_at: Date
  }
  reserved_usernames: {
    skeleton: Buffer
    until: Date
    account_id: string | null
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
  totp_secrets: {
    person_id: string
    secret: Buffer
    created_at: Date
    confirmed_at: Date | null
    last_step: string | null
  }
  used_challenges: {
    nonce_hash: Buffer
    expires_at: Date
  }
}
