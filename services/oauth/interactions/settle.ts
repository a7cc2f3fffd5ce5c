import type { InteractionResults, Provider } from 'oidc-provider'
import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'

/** Keeps what was decided until the browser comes back with it. */
export async function settle(provider: Provider, uid: string, result: InteractionResults): Promise<void> {
  const interaction = await provider.Interaction.find(uid)
  if (!interaction) return refuse(refusals.unknown_interaction)
  interaction.result = result
  await interaction.persist()
}
