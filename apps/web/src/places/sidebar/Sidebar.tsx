import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useLayout } from '../frame/layout-context.ts'
import { AccountFoot } from './AccountFoot.tsx'
import styles from './Sidebar.module.css'
import { PlacesDrawer } from '../frame/PlacesDrawer.tsx'

interface SidebarProps {
  readonly label: string
  readonly head: ReactNode
  readonly children: ReactNode
}

/** The column of the place one is in; on a narrow screen it comes with the rail as a drawer. */
export function Sidebar({ label, head, children }: SidebarProps) {
  const { t } = useLingui()
  const layout = useLayout()
  const column = (
    <aside className={styles.sidebar} aria-label={label}>
      <header className={styles.head}>{head}</header>
      <div className={styles.scroll}>{children}</div>
      <AccountFoot />
    </aside>
  )
  if (!layout.narrow) return column
  if (!layout.places) return null
  return (
    <PlacesDrawer label={t`Places and channels`} onClose={() => layout.showPlaces(false)}>
      {column}
    </PlacesDrawer>
  )
}
