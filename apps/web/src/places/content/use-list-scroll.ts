import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from '../../state/message-rows.ts'

/** This near to the end counts as being there, in pixels. */
const endPx = 32

/**
 * Where the list stands: at its end and staying there, or somewhere above and keeping its place. It opens at what is
 * new, else at the end.
 */
export function useListScroll(rows: readonly Row[], list: RefObject<VirtualizerHandle | null>) {
  const [atEnd, setAtEnd] = useState(true)
  const stick = useRef(true)
  const opened = useRef(false)
  const last = useRef(0)

  const toEnd = useCallback(() => {
    stick.current = true
    setAtEnd(true)
    list.current?.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [list, rows.length])

  useLayoutEffect(() => {
    const news = opened.current ? -1 : rows.findIndex((row) => row.kind === 'new')
    opened.current = true
    if (news >= 0) {
      stick.current = false
      list.current?.scrollToIndex(news, { align: 'center' })
    } else if (stick.current) toEnd()
  }, [list, rows, toEnd])

  const onScroll = useCallback(
    (offset: number) => {
      const handle = list.current
      if (!handle) return
      // Only going up lets go of the end: a list that grows below has not been scrolled.
      if (offset + handle.viewportSize >= handle.scrollSize - endPx) stick.current = true
      else if (offset < last.current - 1) stick.current = false
      last.current = offset
      setAtEnd(stick.current)
    },
    [list],
  )

  const onResize = useCallback(() => {
    if (stick.current) toEnd()
  }, [toEnd])

  return { atEnd, toEnd, onScroll, onResize }
}
