import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger, Separator } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { classNames } from './class-names.ts'
import styles from './MenuButton.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  /** What is shown in place of the label. */
  readonly content?: ReactNode
  /** One of several that exclude each other: whether it is this one. */
  readonly chosen?: boolean
  readonly icon?: ReactNode
  readonly danger?: boolean
  /** A line above it. */
  readonly apart?: boolean
  readonly onAction: () => void
}

export interface MenuButtonProps {
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
  readonly entries: readonly MenuEntry[]
  /** Above the entries: what they are about. */
  readonly head?: ReactNode
  readonly placement?: 'bottom start' | 'right bottom'
  /** Open from the beginning: it was pressed before it was there. */
  readonly opens?: boolean
}

/** A button that opens a list of things to do. */
export function MenuButton(props: MenuButtonProps) {
  const { label, className, children, entries, head, placement, opens = false } = props
  return (
    <MenuTrigger defaultOpen={opens}>
      <Button aria-label={label} className={classNames(className)}>
        {children}
      </Button>
      <Popover className={classNames(styles.popover)} placement={placement ?? 'bottom start'}>
        {head === undefined ? null : <div className={styles.head}>{head}</div>}
        <Menu aria-label={label} className={classNames(styles.menu)}>
          {entries.flatMap((entry) => [
            ...(entry.apart
              ? [<Separator key={`${entry.id}-line`} className={classNames(styles.line)} />]
              : []),
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={classNames(styles.item, entry.danger && styles.danger)}
              onAction={entry.onAction}
            >
              {entry.icon}
              {entry.content ?? entry.label}
              {entry.chosen ? <Check size={16} className={styles.chosen} aria-hidden="true" /> : null}
            </MenuItem>,
          ])}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
