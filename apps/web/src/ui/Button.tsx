import type { ComponentProps, ReactNode } from 'react'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

/*
 * The browser's own button: it has the keys, the focus and the names already, and weighs nothing.
 */

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'style'> {
  /** `primary`: the one thing this screen is for. `danger`: cannot be undone. `quiet`: everything else. */
  readonly look?: 'primary' | 'quiet' | 'danger'
  readonly wide?: boolean
  /** Beside a line of text. */
  readonly small?: boolean
  /** What it does is under way: it keeps the focus and does nothing more. */
  readonly pending?: boolean
}

export function Button({
  look = 'quiet',
  wide = false,
  small = false,
  pending = false,
  onClick,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-disabled={pending || undefined}
      className={classNames(styles.button, styles[look], wide && styles.wide, small && styles.small)}
      onClick={pending ? undefined : onClick}
    />
  )
}

interface IconButtonProps extends Omit<
  ComponentProps<'button'>,
  'className' | 'style' | 'aria-label' | 'title'
> {
  /** What it does: its name, and what appears beside it. */
  readonly label: string
  readonly danger?: boolean
  readonly children: ReactNode
}

export function IconButton({ label, danger = false, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      title={label}
      className={classNames(styles.icon, danger && styles.iconDanger)}
    />
  )
}
