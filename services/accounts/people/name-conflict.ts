/** Whether the database refused a row because its username, or one that looks like it, is taken. */
export function isNameConflict(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== '23505')
    return false
  const constraint = 'constraint_name' in error ? String(error.constraint_name) : ''
  return constraint.startsWith('accounts_username')
}
