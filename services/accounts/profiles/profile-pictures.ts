import type { Accounts } from '../accounts.ts'
import type { AccountRow } from '../people/account-store.ts'

const uses = ['avatar', 'banner'] as const

type Use = (typeof uses)[number]

/** Uploads that become pictures of a profile; null takes one away, and what is left out stays. */
export type WishedPictures = { readonly [use in Use]?: string | null | undefined }

/** Names of pictures as a profile shows them. */
export type Pictures = { [use in Use]?: string | null }

/** Makes pictures of uploads. Refused, it leaves none behind. */
export async function usePictures(
  accounts: Accounts,
  row: Pick<AccountRow, 'id' | 'profile_key_id'>,
  wished: WishedPictures,
): Promise<Pictures> {
  const made: Pictures = {}
  try {
    for (const use of uses) {
      const upload = wished[use]
      if (upload === undefined) continue
      made[use] = upload === null ? null : await usePicture(accounts, row, { use, upload })
    }
  } catch (error) {
    await dropPictures(accounts, made)
    throw error
  }
  return made
}

async function usePicture(
  { media }: Accounts,
  { id, profile_key_id: key }: Pick<AccountRow, 'id' | 'profile_key_id'>,
  { use, upload }: { readonly use: Use; readonly upload: string },
): Promise<string> {
  const { hash } = await media.usePicture({ upload, by: id, account: id, owner: id, use, key })
  return hash
}

export async function dropPictures(accounts: Accounts, pictures: Pictures): Promise<void> {
  for (const use of uses) {
    const hash = pictures[use]
    if (hash) await accounts.media.dropPicture({ hash })
  }
}

/** The pictures of `before` that `after` puts another one, or none, in the place of. */
export function replacedPictures(before: Pick<AccountRow, Use>, after: Pictures): string[] {
  return uses.flatMap((use) => {
    const hash = before[use]
    return hash !== null && after[use] !== undefined ? [hash] : []
  })
}
