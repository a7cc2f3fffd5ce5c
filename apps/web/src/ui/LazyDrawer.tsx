import { lazy, Suspense, type ComponentProps } from 'react'
import type { Drawer as DrawerComponent } from './Drawer.tsx'

const Drawer = lazy(async () => {
  const { Drawer: loaded } = await import('./Drawer.tsx')
  return { default: loaded }
})

/** A drawer whose code is loaded when it is first opened. */
export function LazyDrawer(props: ComponentProps<typeof DrawerComponent>) {
  return (
    <Suspense>
      <Drawer {...props} />
    </Suspense>
  )
}
