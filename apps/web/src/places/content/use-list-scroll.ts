import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from '../../state/message-rows.ts'

/** This near to the end counts as being there, in pixels. */
const endPx = 32

/**
 * Where the list stands: at its end and staying there, or somewhere above and keeping its place. It opens at what is
 * new, else at the end.
 */
export function useListScroll(
  rows: readonly Row[],
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLElement | null>,
) {
  const [atEnd, setAtEnd] = useState(true)
  const stick = useRef(true)
  const opened = useRef(false)
  const last = useRef(0)
  const written = useRef(lastWritten(rows))

  const toEnd = useCallback(() => {
    stick.current = true
    setAtEnd(true)
    list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [list, rows.length])

  useLayoutEffect(() => {
    const news = opened.current ? -1 : rows.findIndex((row) => row.kind === 'new')
    opened.current = true
    const now = lastWritten(rows)
    // Whoever sends something wants to see it there.
    if (now !== null && now !== written.current) stick.current = true
    written.current = now ?? written.current
    if (news >= 0) {
      stick.current = false
      list.current?.scrollToIndex(news, { align: 'center' })
    } else if (stick.current) toEnd()
  }, [list, rows, toEnd])

  const onScroll = useCallback(
    (offset: number) => {
      const element = scroller.current
      if (!element) return
      // Asked of the page: the list learns only later that the composer has become higher or lower.
      const below = element.scrollHeight - element.scrollTop - element.clientHeight
      // Only going up lets go of the end: a list that grows below has not been scrolled.
      if (below <= endPx) stick.current = true
      else if (offset < last.current - 1) stick.current = false
      last.current = offset
      setAtEnd(stick.current)
    },
    [scroller],
  )

  const onResize = useCallback(() => {
    if (stick.current) toEnd()
  }, [toEnd])

  return { atEnd, toEnd, onScroll, onResize }
}

/** The message sent last that is still on its way. */
function lastWritten(rows: readonly Row[]): string | null {
  const row = rows.at(-1)
  return row?.kind === 'pending' ? row.key : null
}
