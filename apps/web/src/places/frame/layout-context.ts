import { createContext, useContext } from 'react'

/** How the columns stand in this window. */
export interface Layout {
  /** No room for columns: they come as drawers. */
  readonly narrow: boolean
  /** Whether there is room for the members beside the content. */
  readonly roomy: boolean
  readonly places: boolean
  readonly members: boolean
  readonly showPlaces: (open: boolean) => void
  readonly showMembers: (open: boolean) => void
}

export const LayoutContext = createContext<Layout | null>(null)

export function useLayout(): Layout {
  const layout = useContext(LayoutContext)
  if (!layout) throw new Error('There is no frame around this component')
  return layout
}
