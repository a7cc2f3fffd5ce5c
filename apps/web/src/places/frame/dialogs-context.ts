import { createContext, useContext } from 'react'
import type { Message } from '../../state/entities.ts'

/** What may stand above the page, one at a time. */
export type OpenDialog =
  | { readonly kind: 'create-guild'; readonly way: 'create' | 'join' }
  | {
      readonly kind: 'create-channel'
      readonly guildId: string
      readonly parentId: string | null
      readonly of: 'text' | 'category'
    }
  | { readonly kind: 'invite'; readonly channelId: string }
  | { readonly kind: 'leave-guild'; readonly guildId: string }
  | { readonly kind: 'delete-message'; readonly message: Message }
  | { readonly kind: 'switcher' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'add-account' }

export interface Dialogs {
  readonly open: (dialog: OpenDialog) => void
  readonly close: () => void
}

export const DialogsContext = createContext<Dialogs | null>(null)

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext)
  if (!dialogs) throw new Error('There are no dialogs around this component')
  return dialogs
}
