import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useClientState } from '../../client/client-context.ts'
import { nameOfAccount } from '../../ui/Avatar.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LoadFault } from '../settings/LoadFault.tsx'
import { scopeWords } from '../sign-in-with/scope-words.ts'
import { usePageTitle } from '../use-page-title.ts'
import { ApplicationList } from './ApplicationList.tsx'
import styles from './Portal.module.css'
import { Snippets } from './Snippets.tsx'
import { Suspension } from './Suspension.tsx'
import { useIssuer, type Issuer } from './use-issuer.ts'

/** What "Sign in with Alles" is, what one needs to use it, and one's applications. */
export function PortalHome() {
  const { t } = useLingui()
  const session = useClientState((state) => state.session)
  const issuer = useIssuer()
  usePageTitle(t`For developers`)
  return (
    <>
      <Introduction />
      {session.kind === 'signed-in' ? <Own name={nameOfAccount(session.account)} /> : <SignInFirst />}
      <Addresses issuer={issuer} />
      <ScopeTable />
      <section className={styles.section} aria-labelledby="begin-title">
        <h2 id="begin-title" className={styles.h2}>
          <Trans>Begin with a library</Trans>
        </h2>
        <p className={styles.lead}>
          <Trans>
            Every library for OpenID Connect works. These three are ready to copy; an application's page shows
            them with its own number.
          </Trans>
        </p>
        <Snippets issuer={issuer} clientId={null} redirectUri={null} />
      </section>
      {session.kind === 'signed-in' && session.administrator ? <Suspension /> : null}
    </>
  )
}

function Introduction() {
  return (
    <section className={styles.section}>
      <h1 className={styles.h1}>
        <Trans>Sign in with Alles</Trans>
      </h1>
      <p className={styles.lead}>
        <Trans>
          Let people come into your application with the account they have here, without a password of yours
          and without an e-mail address. It is plain OpenID Connect: what you know works.
        </Trans>
      </p>
      <div className={styles.facts}>
        <div className={styles.fact}>
          <b>
            <Trans>A number of your own</Trans>
          </b>
          <p>
            <Trans>
              You get a <code>sub</code> that is made for your application and this account. Nobody can
              compare it with anybody else's.
            </Trans>
          </p>
        </div>
        <div className={styles.fact}>
          <b>
            <Trans>People choose</Trans>
          </b>
          <p>
            <Trans>
              They pick an account and see each thing you ask for in a sentence. Ask for little; what you may
              do without can be unticked.
            </Trans>
          </p>
        </div>
        <div className={styles.fact}>
          <b>
            <Trans>Taken back at once</Trans>
          </b>
          <p>
            <Trans>
              Whoever disconnects your application ends its tokens within a second. Be ready for an answer of
              401.
            </Trans>
          </p>
        </div>
      </div>
    </section>
  )
}

function Own({ name }: { readonly name: string }) {
  return (
    <section className={styles.section} aria-labelledby="own-title">
      <div className={styles.titleRow}>
        <h2 id="own-title" className={styles.h2}>
          <Trans>Applications of {name}</Trans>
        </h2>
        <Link to="/developers/new" className={styles.main}>
          <Plus size={16} aria-hidden="true" />
          <Trans>Register an application</Trans>
        </Link>
      </div>
      <ApplicationList />
    </section>
  )
}

function SignInFirst() {
  return (
    <section className={styles.empty}>
      <p>
        <Trans>To register an application you need an account here. It then belongs to that account.</Trans>
      </p>
      <Link to="/login" search={{ next: '/developers' }} className={styles.main}>
        <Trans>Sign in to register one</Trans>
      </Link>
    </section>
  )
}

function Addresses({ issuer }: { readonly issuer: Issuer }) {
  const { t } = useLingui()
  return (
    <section className={styles.section} aria-labelledby="addresses-title">
      <h2 id="addresses-title" className={styles.h2}>
        <Trans>Addresses</Trans>
      </h2>
      {issuer.kind === 'loading' ? <Skeleton height={60} /> : null}
      {issuer.kind === 'failed' ? <LoadFault sentence={issuer.sentence} again={issuer.again} /> : null}
      {issuer.kind === 'loaded' ? (
        <div className={styles.pair}>
          <CopyField label={t`Issuer`} value={issuer.value} />
          <CopyField
            label={t`Discovery address`}
            value={`${issuer.value.replace(/\/$/, '')}/.well-known/openid-configuration`}
          />
        </div>
      ) : null}
      <p className={styles.lead}>
        <Trans>
          Bots and everything else this server answers to stand in its{' '}
          <a href="/api/openapi.json">description of the API (OpenAPI 3.1)</a>.
        </Trans>
      </p>
    </section>
  )
}

const scopes = ['openid', 'profile', 'offline_access'] as const

function ScopeTable() {
  const { i18n } = useLingui()
  return (
    <section className={styles.section} aria-labelledby="scopes-title">
      <h2 id="scopes-title" className={styles.h2}>
        <Trans>What you can ask for</Trans>
      </h2>
      <p className={styles.lead}>
        <Trans>Each scope stands before people in these words.</Trans>
      </p>
      <div className={styles.list}>
        <table className={styles.table}>
          <tbody>
            {scopes.map((scope) => (
              <tr key={scope}>
                <th scope="row">
                  <code>{scope}</code>
                </th>
                <td>
                  {i18n._(scopeWords[scope].name)}
                  <small>{i18n._(scopeWords[scope].meaning)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.hint}>
        <Trans>
          There is no scope for messages, servers, e-mail addresses or other accounts. <code>profile</code>{' '}
          tells people that others can recognise them; without it more of them will say yes.
        </Trans>
      </p>
    </section>
  )
}
