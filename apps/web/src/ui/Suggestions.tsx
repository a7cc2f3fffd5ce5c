import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './Suggestions.module.css'

export interface Suggestion {
  readonly id: string
  readonly content: ReactNode
}

interface SuggestionsProps {
  /** Also the beginning of the ids that `aria-activedescendant` names. */
  readonly id: string
  readonly label: string
  readonly items: readonly Suggestion[]
  readonly active: number
  readonly onPick: (index: number) => void
}

/** The id of one suggestion's element. */
export function suggestionId(list: string, index: number): string {
  return `${list}-${index}`
}

/** A list of suggestions for a text field, which keeps the focus and says which one is active. */
export function Suggestions({ id, label, items, active, onPick }: SuggestionsProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <ul ref={list} id={id} role="listbox" aria-label={label} className={styles.list}>
      {items.map((item, index) => (
        <li
          key={item.id}
          id={suggestionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={classNames(styles.item, index === active && styles.active)}
          // The field must not lose the focus to the list.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(index)}
        >
          {item.content}
        </li>
      ))}
    </ul>
  )
}

/** Where the arrow keys lead from `active`, round and round; null for other keys. */
export function movedActive(key: string, active: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (active + 1) % count
  if (key === 'ArrowUp') return (active - 1 + count) % count
  return null
}
