import type { ScopeName } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import styles from './Consent.module.css'
import { scopeWords } from './scope-words.ts'

interface ScopeListProps {
  readonly application: string
  readonly asked: readonly ScopeName[]
  readonly given: readonly ScopeName[]
  readonly onGive: (given: ScopeName[]) => void
}

/** What the application gets: each in a sentence, and what of it may be left out. */
export function ScopeList({ application, asked, given, onGive }: ScopeListProps) {
  const toggle = (scope: ScopeName) =>
    onGive(asked.filter((one) => (one === scope ? !given.includes(one) : given.includes(one))))
  return (
    <section className={styles.part} aria-labelledby="gets-title">
      <h2 id="gets-title" className={styles.title}>
        <Trans>What {application} gets</Trans>
      </h2>
      <ul className={styles.scopes}>
        <li>
          <Always />
        </li>
        {asked
          .filter((scope) => scope !== 'openid')
          .map((scope) => (
            <li key={scope}>
              <Optional scope={scope} given={given.includes(scope)} onToggle={() => toggle(scope)} />
            </li>
          ))}
      </ul>
      <Recognised application={application} profile={given.includes('profile')} />
    </section>
  )
}

function Always() {
  const { i18n } = useLingui()
  const words = scopeWords.openid
  return (
    <div className={styles.scope}>
      <CircleCheck size={22} aria-hidden="true" className={styles.always} />
      <span>
        <b>{i18n._(words.name)}</b>
        <small>{i18n._(words.meaning)}</small>
      </span>
    </div>
  )
}

interface OptionalProps {
  readonly scope: ScopeName
  readonly given: boolean
  readonly onToggle: () => void
}

function Optional({ scope, given, onToggle }: OptionalProps) {
  const { i18n } = useLingui()
  const meaning = useId()
  const words = scopeWords[scope]
  return (
    <label className={styles.scope}>
      <input
        type="checkbox"
        className={styles.box}
        checked={given}
        aria-label={i18n._(words.name)}
        aria-describedby={meaning}
        onChange={onToggle}
      />
      <span>
        <b>{i18n._(words.name)}</b>
        <small id={meaning}>{i18n._(words.meaning)}</small>
      </span>
    </label>
  )
}

/** Whether the application, and with it others, would know whom it has before it. */
function Recognised({ application, profile }: { readonly application: string; readonly profile: boolean }) {
  return (
    <div role="status" className={styles.known} data-warning={profile || undefined}>
      {profile ? (
        <TriangleAlert size={18} aria-hidden="true" />
      ) : (
        <ShieldCheck size={18} aria-hidden="true" />
      )}
      {profile ? (
        <p>
          <Trans>
            <b>{application} will know which account this is,</b> and others can recognise it there. Untick
            “See your public account” to be a number instead.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans>
            <b>{application} will not know who you are:</b> it gets a number made for it alone, and neither a
            name nor which account this is.
          </Trans>
        </p>
      )}
    </div>
  )
}

/** What no application gets, whatever is ticked. */
export function NotGiven({ application }: { readonly application: string }) {
  return (
    <section className={styles.part} aria-labelledby="never-title">
      <h2 id="never-title" className={styles.title}>
        <Trans>What it does not get</Trans>
      </h2>
      <p className={styles.never}>
        <Trans>
          Your messages, your servers and who is in them, your e-mail address, your password, and your other
          accounts: {application} cannot tell that you have any.
        </Trans>
      </p>
    </section>
  )
}
