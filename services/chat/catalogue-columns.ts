/** What columns of this service are about, for its catalogue. */
export const own = { category: 'membership' } as const
export const community = { category: 'community' } as const

/** Something a community set, and the call that changes it. */
export const setting = (about: string, by: string) =>
  ({ about, category: 'community', export: 'value', rectify: { by } }) as const

export const recorded = (about: string, category: 'membership' | 'message' | 'community') =>
  ({ about, category, export: 'value', rectify: { fixed: 'a fact the system recorded' } }) as const

/** Belongs to whose membership the column `from` names. */
export const ofMembership = (from: string) => ({ through: 'memberships', from, to: 'ref' }) as const
