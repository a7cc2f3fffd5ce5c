import type { ReactNode } from 'react'
import { Avatar, nameOfAccount } from './Avatar.tsx'
import { cssColor } from './face-color.ts'
import { pictureAddress } from './picture-address.ts'
import styles from './ProfileCard.module.css'

/** What a card shows: the fields that the account shows to others. */
export interface ShownProfile {
  readonly id: string
  readonly username: string
  readonly display_name: string | null
  readonly avatar: string | null
  readonly bio: string | null
  readonly pronouns: string | null
  readonly color: number | null
  readonly banner: string | null
}

interface ProfileCardProps {
  readonly profile: ShownProfile
  /** Heading of a page, or a part of one. */
  readonly heading?: 'h1' | 'p'
  readonly badge?: ReactNode
  readonly children?: ReactNode
}

/** How an account looks to others. */
export function ProfileCard({ profile, heading: Heading = 'p', badge, children }: ProfileCardProps) {
  const { id, banner, color } = profile
  const name = nameOfAccount(profile)
  return (
    <div className={styles.card}>
      <div className={styles.banner} style={color === null ? undefined : { background: cssColor(color) }}>
        {banner === null ? null : (
          <img
            key={banner}
            src={pictureAddress('banners', { id, name: banner }, 1024)}
            className={styles.stripe}
            alt=""
            decoding="async"
          />
        )}
      </div>
      <div className={styles.inside}>
        <span className={styles.face}>
          <Avatar id={id} name={name} picture={profile.avatar} size="large" />
        </span>
        <div>
          <Heading className={styles.name}>
            <span dir="auto">{name}</span> {badge}
          </Heading>
          <p className={styles.handle}>
            @{profile.username}
            {profile.pronouns === null ? null : <span dir="auto"> · {profile.pronouns}</span>}
          </p>
        </div>
        {profile.bio === null ? null : (
          <p className={styles.bio} dir="auto">
            {profile.bio}
          </p>
        )}
        {children}
      </div>
    </div>
  )
}
