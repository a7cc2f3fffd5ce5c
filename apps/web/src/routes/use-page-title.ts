import { useEffect } from 'react'

/** The window's title while this page is there. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    const before = document.title
    document.title = `${title} · Alles`
    return () => {
      document.title = before
    }
  }, [title])
}
