import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useClient, useClientState } from '../../../client/client-context.ts'
import { keepAccount } from '../../../client/faces.ts'
import { Avatar, nameOfAccount } from '../../../ui/Avatar.tsx'
import { pictureAddress } from '../../../ui/picture-address.ts'
import { ProfileCard } from '../../../ui/ProfileCard.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { PictureField } from '../picture/PictureField.tsx'
import { draftOf, ProfileFields, type ProfileDraft } from './ProfileFields.tsx'
import { Visibility } from './Visibility.tsx'
import own from './Profile.module.css'

/** What others see of the account that acts. */
export function Profile() {
  const account = useClientState(({ session }) => (session.kind === 'signed-in' ? session.account : null))
  const [draft, setDraft] = useState<ProfileDraft | null>(null)
  if (!account) return null
  const shown = draft ?? draftOf(account)
  return (
    <>
      <Section
        title={<Trans>Profile</Trans>}
        lead={<Trans>So this account looks to others. Your other accounts have profiles of their own.</Trans>}
      >
        <Preview account={account} draft={shown} />
      </Section>
      <Pictures account={account} />
      <ProfileFields account={account} draft={shown} onChange={setDraft} />
      <Visibility account={account} />
    </>
  )
}

interface PreviewProps {
  readonly account: Account
  readonly draft: ProfileDraft
}

/** The card as it would be with what is being written. */
function Preview({ account, draft }: PreviewProps) {
  const { username } = account
  return (
    <figure className={own.preview}>
      <ProfileCard
        profile={{
          ...account,
          display_name: draft.displayName.trim() || null,
          pronouns: draft.pronouns.trim() || null,
          bio: draft.bio.trim() || null,
          color: draft.color,
        }}
      />
      <figcaption className={styles.lead}>
        <Link to="/@{$name}" params={{ name: username }}>
          <Trans>See the page of @{username}</Trans>
        </Link>
      </figcaption>
    </figure>
  )
}

function Pictures({ account }: { readonly account: Account }) {
  const { t } = useLingui()
  const client = useClient()
  const { id, avatar, banner } = account

  /** A picture counts at once: there is nothing to save. */
  async function change(picture: { avatar: string | null } | { banner: string | null }): Promise<void> {
    keepAccount(client, (await client.api.accounts.editAccount(picture)).account)
  }

  return (
    <Section
      title={<Trans>Pictures</Trans>}
      lead={
        <Trans>
          PNG, JPEG, WebP, GIF or AVIF, up to 10 MB. Place, camera and time in the file are thrown away, and
          two accounts with the same picture cannot be told by it.
        </Trans>
      }
    >
      <PictureField
        label={t`Avatar`}
        hint={<Trans>A square. Everybody sees it beside your name, even if the account is private.</Trans>}
        shown={<Avatar id={id} name={nameOfAccount(account)} picture={avatar} size="large" />}
        has={avatar !== null}
        onChange={(upload) => change({ avatar: upload })}
      />
      <PictureField
        label={t`Banner`}
        hint={<Trans>Three times as wide as high. Everybody sees it unless the account is private.</Trans>}
        shown={
          banner === null ? (
            <span className={own.noBanner} />
          ) : (
            <img className={own.banner} src={pictureAddress('banners', { id, name: banner }, 512)} alt="" />
          )
        }
        has={banner !== null}
        onChange={(upload) => change({ banner: upload })}
      />
    </Section>
  )
}
