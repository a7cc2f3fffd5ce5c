import { lazy, Suspense } from 'react'
import { Button } from 'react-aria-components/Button'
import { classNames } from './class-names.ts'
import type { MenuButtonProps } from './MenuButton.tsx'

const MenuButton = lazy(async () => {
  const { MenuButton: loaded } = await import('./MenuButton.tsx')
  return { default: loaded }
})

/** A menu whose code comes after the page is there; until then its button stands in its place. */
export function LazyMenuButton(props: MenuButtonProps) {
  const waiting = (
    <Button aria-label={props.label} className={classNames(props.className)}>
      {props.children}
    </Button>
  )
  return (
    <Suspense fallback={waiting}>
      <MenuButton {...props} />
    </Suspense>
  )
}
