import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { MessagesSquare, Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useClientState } from '../../client/client-context.ts'
import { classNames } from '../../ui/class-names.ts'
import { useDialogs } from '../frame/dialogs-context.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { GuildTile } from './GuildTile.tsx'
import styles from './Rail.module.css'

interface Hint {
  readonly text: string
  readonly top: number
}

/** The places of this account, and at the bottom as whom one acts. */
export function Rail() {
  const { t } = useLingui()
  const order = useClientState((state) => state.entities.guildOrder)
  const ready = useClientState((state) => state.entities.ready)
  const dialogs = useDialogs()
  const [hint, setHint] = useState<Hint | null>(null)
  return (
    <nav className={styles.rail} aria-label={t`Places`}>
      <div className={styles.scroll}>
        <Hinted text={t`Home`} show={setHint}>
          <Link to="/channels/@me" className={styles.tile} aria-label={t`Home`}>
            <MessagesSquare size={20} aria-hidden="true" />
          </Link>
        </Hinted>
        <hr className={styles.line} />
        {order.map((guildId) => (
          <GuildTile
            key={guildId}
            guildId={guildId}
            hinted={(text, tile) => (
              <Hinted text={text} show={setHint}>
                {tile}
              </Hinted>
            )}
          />
        ))}
        {ready
          ? null
          : [0, 1, 2].map((place) => <span key={place} className={styles.waiting} data-waiting />)}
        <Hinted text={t`Create or join a server`} show={setHint}>
          <button
            type="button"
            className={classNames(styles.tile, styles.add)}
            aria-label={t`Create a server`}
            onClick={() => dialogs.open({ kind: 'create-guild', way: 'create' })}
          >
            <Plus size={22} aria-hidden="true" />
          </button>
        </Hinted>
      </div>
      <AccountMenu />
      {hint === null ? null : (
        <span className={styles.hint} style={{ top: hint.top }} aria-hidden="true">
          {hint.text}
        </span>
      )}
    </nav>
  )
}

interface HintedProps {
  readonly text: string
  readonly show: (hint: Hint | null) => void
  readonly children: ReactNode
}

/** Shows a name beside a tile while the pointer or the keyboard is on it. */
function Hinted({ text, show, children }: HintedProps) {
  const at = (element: Element) => {
    const box = element.getBoundingClientRect()
    show({ text, top: box.top + box.height / 2 })
  }
  return (
    <div
      className={styles.hinted}
      onPointerEnter={(event) => (event.pointerType === 'mouse' ? at(event.currentTarget) : undefined)}
      onPointerLeave={() => show(null)}
      onPointerDown={() => show(null)}
      onFocus={(event) => (event.target.matches(':focus-visible') ? at(event.currentTarget) : undefined)}
      onBlur={() => show(null)}
    >
      {children}
    </div>
  )
}
