import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `primary`: the one thing this screen is for. `danger`: cannot be undone. `quiet`: everything else. */
  readonly look?: 'primary' | 'quiet' | 'danger'
  readonly wide?: boolean
  readonly children: ReactNode
}

export function Button({ look = 'quiet', wide = false, ...props }: ButtonProps) {
  return <AriaButton {...props} className={classNames(styles.button, styles[look], wide && styles.wide)} />
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** What it does: its name, and what appears beside it. */
  readonly label: string
  readonly danger?: boolean
  readonly children: ReactNode
}

export function IconButton({ label, danger = false, children, ...props }: IconButtonProps) {
  return (
    <AriaButton
      {...props}
      aria-label={label}
      className={classNames(styles.icon, danger && styles.iconDanger)}
      render={(domProps) => <button {...domProps} title={label} />}
    >
      {children}
    </AriaButton>
  )
}
