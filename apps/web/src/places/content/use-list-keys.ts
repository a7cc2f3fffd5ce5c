import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from '../../state/message-rows.ts'
import { useDesk } from './desk-context.ts'

interface ListKeys {
  readonly rows: readonly Row[]
  readonly list: RefObject<VirtualizerHandle | null>
  readonly scroller: RefObject<HTMLDivElement | null>
}

const isStop = (row: Row | undefined): boolean => row?.kind === 'message' || row?.kind === 'pending'

function rowElement(scroller: HTMLElement | null, key: string): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null
}

/** One message of the list takes part in the tab order; the arrow keys choose which. */
export function useListKeys({ rows, list, scroller }: ListKeys) {
  const desk = useDesk()
  const [chosen, setChosen] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const chosenAt = useMemo(() => rows.findIndex((row) => row.key === chosen), [rows, chosen])
  const lastAt = rows.findLastIndex(isStop)
  const at = chosenAt >= 0 ? chosenAt : lastAt

  useEffect(() => {
    if (wanted.current === null) return
    const element = rowElement(scroller.current, wanted.current)
    if (!element) return
    wanted.current = null
    element.focus({ preventScroll: true })
  })

  function move(by: 1 | -1): void {
    let next = at + by
    while (next >= 0 && next < rows.length && !isStop(rows[next])) next += by
    const row = rows[next]
    if (!row || !isStop(row)) {
      if (by > 0) desk.focusComposer()
      return
    }
    wanted.current = row.key
    setChosen(row.key)
    list.current?.scrollToIndex(next, { align: 'nearest' })
  }

  function focus(): void {
    const key = rows[at]?.key
    if (key !== undefined) rowElement(scroller.current, key)?.focus({ preventScroll: true })
  }

  function press(event: KeyboardEvent): void {
    const { target } = event
    const inRow = target instanceof HTMLElement && target.closest('[data-row]') !== null
    if (!inRow || target.closest('textarea') !== null) return
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      desk.focusComposer()
    }
  }

  return { press, focus, current: rows[at]?.key ?? null, kept: at >= 0 ? [at] : [] }
}
