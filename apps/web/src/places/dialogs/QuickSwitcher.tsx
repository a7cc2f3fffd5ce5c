import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Hash } from 'lucide-react'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { findPlaces, type Place } from '../../state/find-places.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { initials } from '../../ui/initials.ts'
import { movedActive, suggestionId, Suggestions } from '../../ui/Suggestions.tsx'
import styles from './dialogs.module.css'

const listId = 'place-list'

/** Goes anywhere by a few letters. */
export function QuickSwitcher({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const guilds = useClientState((state) => state.entities.guilds)
  const channels = useClientState((state) => state.entities.channels)
  const guildOrder = useClientState((state) => state.entities.guildOrder)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const found = useMemo(
    () => findPlaces({ guilds, channels, guildOrder }, text),
    [guilds, channels, guildOrder, text],
  )

  function go(place: Place | undefined): void {
    if (!place) return
    onClose()
    if (place.kind === 'guild')
      void navigate({ to: '/channels/$guildId', params: { guildId: place.guildId } })
    else
      void navigate({
        to: '/channels/$guildId/$channelId',
        params: { guildId: place.guildId, channelId: place.id },
      })
  }

  function press(event: KeyboardEvent): void {
    const moved = movedActive(event.key, active, found.length)
    if (moved === null && event.key !== 'Enter') return
    event.preventDefault()
    if (moved === null) go(found[active])
    else setActive(moved)
  }

  return (
    <Dialog kind="plain" title={t`Go to`} onClose={onClose}>
      <input
        className={styles.search}
        role="combobox"
        aria-label={t`Go to a server or channel`}
        aria-expanded={found.length > 0}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? suggestionId(listId, active) : undefined}
        placeholder={t`Where to?`}
        autoComplete="off"
        spellCheck="false"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to be written into
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={press}
      />
      {found.length === 0 ? (
        <p className={styles.nothing} role="status">
          <Trans>No server or channel of yours is called like this.</Trans>
        </p>
      ) : (
        <Suggestions
          id={listId}
          label={t`Servers and channels`}
          active={active}
          onPick={(index) => go(found[index])}
          items={found.map((place) => ({
            id: `${place.kind}-${place.id}`,
            content: <PlaceLine place={place} />,
          }))}
        />
      )}
    </Dialog>
  )
}

function PlaceLine({ place }: { readonly place: Place }) {
  return (
    <>
      <span className={styles.tile} aria-hidden="true">
        {place.kind === 'guild' ? initials(place.name) : <Hash size={14} />}
      </span>
      <span>{place.name}</span>
      {place.where === null ? null : <span className={styles.where}>{place.where}</span>}
    </>
  )
}
