import { lazy, Suspense, useState } from 'react'
import type { MenuButtonProps } from './MenuButton.tsx'

const MenuButton = lazy(async () => {
  const { MenuButton: loaded } = await import('./MenuButton.tsx')
  return { default: loaded }
})

/** A menu whose code comes after the page is there; until then its button stands in its place, and a press is kept. */
export function LazyMenuButton(props: MenuButtonProps) {
  const [pressed, setPressed] = useState(false)
  const waiting = (
    <button
      type="button"
      aria-label={props.label}
      aria-haspopup="true"
      className={props.className}
      onClick={() => setPressed(true)}
    >
      {props.children}
    </button>
  )
  return (
    <Suspense fallback={waiting}>
      <MenuButton {...props} opens={pressed} />
    </Suspense>
  )
}
