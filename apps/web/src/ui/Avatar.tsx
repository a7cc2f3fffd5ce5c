import styles from './Avatar.module.css'
import { classNames } from './class-names.ts'

interface AvatarProps {
  readonly id: string
  readonly name: string
  /** Of somebody who deleted their account: an empty place. */
  readonly deleted?: boolean
  readonly size?: 'small' | 'message' | 'large'
}

const tints = [
  styles.tint0,
  styles.tint1,
  styles.tint2,
  styles.tint3,
  styles.tint4,
  styles.tint5,
  styles.tint6,
]

/** The first letter of a name in a colour that stays the same. The name stands beside it, so it is only decoration. */
export function Avatar({ id, name, deleted = false, size = 'message' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.avatar, styles[size], deleted ? styles.deleted : tintOf(id))}
    >
      {deleted ? '–' : initial(name)}
    </span>
  )
}

export function initial(name: string): string {
  return Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '–'
}

function tintOf(id: string): string | undefined {
  return tints[Number(BigInt(id) % BigInt(tints.length))]
}

interface AccountRingProps {
  readonly name: string
  readonly size?: 'small' | 'large'
}

/** The ring around the account that acts here. */
export function AccountRing({ name, size = 'large' }: AccountRingProps) {
  return (
    <span aria-hidden="true" className={classNames(styles.ring, size === 'small' && styles.ringSmall)}>
      <span className={styles.face}>{initial(name)}</span>
    </span>
  )
}
