import { lazy, Suspense } from 'react'
import type { MenuButtonProps } from './MenuButton.tsx'

const MenuButton = lazy(async () => {
  const { MenuButton: loaded } = await import('./MenuButton.tsx')
  return { default: loaded }
})

/** A menu whose code comes after the page is there; until then its button stands in its place. */
export function LazyMenuButton(props: MenuButtonProps) {
  const waiting = (
    <button type="button" aria-label={props.label} className={props.className}>
      {props.children}
    </button>
  )
  return (
    <Suspense fallback={waiting}>
      <MenuButton {...props} />
    </Suspense>
  )
}
