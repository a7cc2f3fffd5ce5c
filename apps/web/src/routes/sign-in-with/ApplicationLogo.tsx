import { useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { initials } from '../../ui/initials.ts'
import { pictureAddress, pictureSet } from '../../ui/picture-address.ts'
import styles from './ApplicationLogo.module.css'

interface ApplicationLogoProps {
  readonly application: { readonly id: string; readonly name: string; readonly logo: string | null }
  readonly size?: 'small' | 'large'
}

/** In CSS pixels, as the style sheet has them. */
const points = { small: 40, large: 56 }

/** An application's picture, or its letters. Its name stands beside it, so it is only decoration. */
export function ApplicationLogo({ application, size = 'large' }: ApplicationLogoProps) {
  const { id, name, logo } = application
  const [broken, setBroken] = useState<string | null>(null)
  const look = classNames(styles.logo, size === 'small' && styles.small)
  if (logo !== null && broken !== logo)
    return (
      <img
        className={look}
        src={pictureAddress('app-icons', { id, name: logo }, points[size])}
        srcSet={pictureSet('app-icons', { id, name: logo }, points[size])}
        alt=""
        onError={() => setBroken(logo)}
      />
    )
  return (
    <span className={classNames(look, styles.letters)} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
