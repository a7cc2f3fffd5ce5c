import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField, type TextFieldProps } from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'
import styles from './Field.module.css'

interface FieldProps extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** What belongs here, or who will see it. */
  readonly hint?: ReactNode
  /** What is wrong with it; undefined where nothing is. */
  readonly fault?: string | undefined
  readonly rows?: number
  /** The shape of what belongs here; never the only place that says it. */
  readonly placeholder?: string
  /** `none` for names and codes: a phone must not begin them with a capital. */
  readonly autoCapitalize?: 'none'
}

export function Field({ label, hint, fault, rows, placeholder, autoCapitalize, ...props }: FieldProps) {
  return (
    <TextField
      {...props}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      className={classNames(styles.field)}
    >
      <Label className={classNames(styles.label)}>{label}</Label>
      {rows === undefined ? (
        <Input
          className={classNames(styles.input)}
          autoCapitalize={autoCapitalize}
          {...(placeholder !== undefined && { placeholder })}
        />
      ) : (
        <TextArea className={classNames(styles.input)} rows={rows} />
      )}
      <FieldError className={classNames(styles.fault)}>{fault}</FieldError>
      {hint === undefined || fault !== undefined ? null : (
        <Text slot="description" className={classNames(styles.hint)}>
          {hint}
        </Text>
      )}
    </TextField>
  )
}
