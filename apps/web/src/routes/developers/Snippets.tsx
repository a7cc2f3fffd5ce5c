import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { snippets } from '@alles/oauth/contract'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import styles from './Portal.module.css'
import type { Issuer } from './use-issuer.ts'

interface SnippetsProps {
  readonly issuer: Issuer
  /** Null where there is no application yet. */
  readonly clientId: string | null
  readonly redirectUri: string | null
}

const libraries = [
  { key: 'openidClient', name: 'openid-client' },
  { key: 'authJs', name: 'Auth.js' },
  { key: 'passport', name: 'Passport' },
] as const

/** What to write with three libraries, ready to copy. */
export function Snippets({ issuer, clientId, redirectUri }: SnippetsProps) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<(typeof libraries)[number]>(libraries[0])
  const tabs = useRef<HTMLDivElement>(null)
  const base = useId()
  if (issuer.kind === 'loading') return <Skeleton height={220} />
  const all = snippets({
    issuer: issuer.kind === 'loaded' ? issuer.value : window.location.origin,
    clientId: clientId ?? 'YOUR_CLIENT_ID',
    redirectUri: redirectUri ?? 'http://localhost:8080/callback',
  })
  const text = all[chosen.key]

  function move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const index = (libraries.indexOf(chosen) + step + libraries.length) % libraries.length
    setChosen(libraries[index] ?? libraries[0])
    tabs.current?.querySelectorAll('button')[index]?.focus()
  }

  return (
    <div className={styles.code}>
      <div className={styles.codeHead}>
        <div ref={tabs} role="tablist" aria-label={t`Library`} className={styles.tabs} onKeyDown={move}>
          {libraries.map((library) => (
            <button
              key={library.key}
              type="button"
              role="tab"
              id={`${base}-${library.key}`}
              aria-selected={library === chosen}
              aria-controls={`${base}-code`}
              tabIndex={library === chosen ? 0 : -1}
              className={styles.tab}
              onClick={() => setChosen(library)}
            >
              {library.name}
            </button>
          ))}
        </div>
        <CopyButton small label={t`Copy: ${chosen.name}`} text={text} />
      </div>
      <pre role="tabpanel" id={`${base}-code`} aria-labelledby={`${base}-${chosen.key}`} tabIndex={0}>
        <code>{text}</code>
      </pre>
      {issuer.kind === 'failed' ? (
        <p className={styles.hint}>
          <Trans>The issuer could not be read; the address of this page stands in its place.</Trans>
        </p>
      ) : null}
    </div>
  )
}
