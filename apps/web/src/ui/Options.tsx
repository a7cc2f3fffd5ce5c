import { createContext, useContext, useId, type ReactNode } from 'react'
import styles from './Options.module.css'

const OptionsName = createContext('')

interface OptionsProps {
  readonly label: string
  readonly disabled?: boolean
  readonly children: ReactNode
}

/** One of a few, each with a sentence about what it means. */
export function Options({ label, disabled = false, children }: OptionsProps) {
  const name = useId()
  return (
    <fieldset className={styles.options} aria-label={label} role="radiogroup" disabled={disabled}>
      <OptionsName value={name}>{children}</OptionsName>
    </fieldset>
  )
}

interface OptionProps {
  readonly name: ReactNode
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

export function Option({ name, chosen, onChoose, children }: OptionProps) {
  const group = useContext(OptionsName)
  return (
    <label className={styles.option}>
      <input type="radio" name={group} checked={chosen} onChange={onChoose} />
      <span>
        <strong>{name}</strong>
        <small>{children}</small>
      </span>
    </label>
  )
}
