import type { Connection } from '@alles/platform/postgres'
import type { RegistrationMode } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

/** What administrators chose; `mode` is null where none did. */
export interface ChosenRules {
  readonly mode: RegistrationMode | null
  readonly secondary_accounts: number
}

export async function findRules(on: Connection<Schema>): Promise<ChosenRules | undefined> {
  const [row] = await on.sql<ChosenRules[]>`select mode, secondary_accounts from instance_rules`
  return row
}

/** What is left out of `change` stays as it is, or is as in `absent` where nothing was chosen. */
export async function saveRules(
  on: Connection<Schema>,
  change: Partial<ChosenRules>,
  absent: ChosenRules,
): Promise<void> {
  const mode = change.mode ?? null
  const most = change.secondary_accounts ?? null
  await on.sql`
    insert into instance_rules (mode, secondary_accounts)
    values (coalesce(${mode}, ${absent.mode}), coalesce(${most}::int, ${absent.secondary_accounts}::int))
    on conflict (id) do update set
      mode = coalesce(${mode}, instance_rules.mode),
      secondary_accounts = coalesce(${most}::int, instance_rules.secondary_accounts)`
}
