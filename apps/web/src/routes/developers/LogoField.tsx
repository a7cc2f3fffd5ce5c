import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PictureField } from '../settings/picture/PictureField.tsx'

interface LogoFieldProps {
  readonly shown: ReactNode
  readonly has: boolean
  readonly onChange: (upload: string | null, file?: File) => Promise<void>
}

/** An application's picture. */
export function LogoField({ shown, has, onChange }: LogoFieldProps) {
  const { t } = useLingui()
  return (
    <PictureField
      label={t`Logo`}
      hint={<Trans>People see it where they are asked. It is cut to a square.</Trans>}
      shown={shown}
      has={has}
      onChange={onChange}
    />
  )
}
