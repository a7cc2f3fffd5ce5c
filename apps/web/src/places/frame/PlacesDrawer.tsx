import type { ReactNode } from 'react'
import { LazyDrawer } from '../../ui/LazyDrawer.tsx'
import { Rail } from '../rail/Rail.tsx'

interface PlacesDrawerProps {
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The rail and the sidebar as a drawer. */
export function PlacesDrawer({ label, onClose, children }: PlacesDrawerProps) {
  return (
    <LazyDrawer label={label} side="start" onClose={onClose}>
      <Rail />
      {children}
    </LazyDrawer>
  )
}
