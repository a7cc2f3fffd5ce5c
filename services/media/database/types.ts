/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  attachments: {
    id: string
    bundle: string
    channel_id: string
    key_id: string
    blob: string
    file_key: Buffer
    size: number
    media_type: string
    created_at: Date
    unsettled: boolean
  }
  guild_pictures: {
    hash: string
    guild_id: string
    owner_id: string
    use: string
    key_id: string
    sizes: number[]
    animated: boolean
    created_at: Date
  }
  member_pictures: {
    hash: string
    guild_id: string
    key_id: string
    sizes: number[]
    created_at: Date
  }
  pictures: {
    hash: string
    account_id: string
    owner_id: string
    use: string
    key_id: string
    sizes: number[]
    created_at: Date
  }
  spent_keys: {
    key_id: string
    spent_at: Date
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
  waiting_files: {
    id: string
    account_id: string
    key_id: string
    blob: string
    file_key: Buffer
    size: number
    received: number
    taken_until: Date | null
    media_type: string | null
    width: number | null
    height: number | null
    created_at: Date
    expires_at: Date
  }
}
