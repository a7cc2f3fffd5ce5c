import { useState, type CSSProperties } from 'react'
import styles from './Avatar.module.css'
import { classNames } from './class-names.ts'
import { faceColor } from './face-color.ts'
import { pictureAddress, pictureSet } from './picture-address.ts'

interface AvatarProps {
  readonly id: string
  readonly name: string
  /** The name of their picture; null where there is none. */
  readonly picture?: string | null | undefined
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

/** In CSS pixels, as the style sheet has them. */
const points = { small: 30, message: 40, large: 72 }

/** Somebody's picture, or the first letter of their name. The name stands beside it, so it is only decoration. */
export function Avatar({ id, name, picture = null, deleted = false, size = 'message' }: AvatarProps) {
  const look = classNames(styles.avatar, styles[size], deleted ? styles.deleted : tintOf(id))
  const letter = deleted ? '–' : initial(name)
  return (
    <span aria-hidden="true" className={look}>
      {picture === null || deleted ? (
        letter
      ) : (
        <Face key={picture} {...{ id, picture, letter }} points={points[size]} />
      )}
    </span>
  )
}

interface FaceProps {
  readonly id: string
  readonly picture: string
  /** What stands there where the picture cannot be had. */
  readonly letter: string
  readonly points: number
}

function Face({ id, picture, letter, points: width }: FaceProps) {
  const [missing, setMissing] = useState(false)
  if (missing) return letter
  const named = { id, name: picture }
  return (
    <img
      className={styles.picture}
      src={pictureAddress('avatars', named, width)}
      srcSet={pictureSet('avatars', named, width)}
      width={width}
      height={width}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setMissing(true)}
    />
  )
}

export function initial(name: string): string {
  return Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '–'
}

function tintOf(id: string): string | undefined {
  return tints[Number(BigInt(id) % BigInt(tints.length))]
}

/** What is shown of an account of one's own. */
export interface RingAccount {
  readonly id: string
  readonly username: string
  readonly display_name: string | null
  readonly color: number | null
  readonly avatar: string | null
}

interface AccountRingProps {
  readonly account: RingAccount
  readonly size?: 'tiny' | 'small' | 'large'
}

const ringPoints = { tiny: 18, small: 30, large: 38 }
const ringSizes = { tiny: styles.ringTiny, small: styles.ringSmall, large: undefined }

/** The ring around an account of one's own, in its colour. */
export function AccountRing({ account, size = 'large' }: AccountRingProps) {
  const { id, avatar } = account
  const letter = initial(nameOfAccount(account))
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.ring, ringSizes[size])}
      style={{ '--face': faceColor(id, account.color) } as CSSProperties}
    >
      <span className={styles.face}>
        {avatar === null ? (
          letter
        ) : (
          <Face key={avatar} id={id} picture={avatar} letter={letter} points={ringPoints[size]} />
        )}
      </span>
    </span>
  )
}

/** The name that others see of an account. */
export function nameOfAccount(account: Pick<RingAccount, 'username' | 'display_name'>): string {
  return account.display_name ?? account.username
}
