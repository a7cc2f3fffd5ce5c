import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { takeFragmentToken } from '../client/fragment-token.ts'

/** The secret of the link that led here, also where the link is followed while this page is open; null without one. */
export function useFragmentToken(): string | null {
  const hash = useLocation({ select: (location) => location.hash })
  const [token, setToken] = useState(() => takeFragmentToken(window))
  useEffect(() => {
    const followed = takeFragmentToken(window)
    if (followed !== null) setToken(followed)
  }, [hash])
  return token
}
