import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Client, ClientState } from './client.ts'
import type { TabState } from './tab.ts'

export const ClientContext = createContext<Client | null>(null)

/** The client of the face that this tab shows. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('There is no client around this component')
  return client
}

/** A part of what is known; the component is drawn again when that part is another. */
export function useClientState<T>(select: (state: ClientState) => T): T {
  return useStore(useClient().store, select)
}

/** A part of what is true of the whole tab. */
export function useTabState<T>(select: (state: TabState) => T): T {
  return useStore(useClient().tab.store, select)
}
