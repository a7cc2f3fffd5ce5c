import type { PrivacyRequest } from '@alles/privacy/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { impossible } from '../../impossible.ts'
import { fullTime } from '../../language/times.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Settings.module.css'

interface RequestItemProps {
  readonly request: PrivacyRequest
  readonly onWithdraw: () => void
  readonly onDownload: () => void
}

/** One request with its clock. */
export function RequestItem({ request, onWithdraw, onDownload }: RequestItemProps) {
  return (
    <li className={styles.item}>
      <div>
        <RequestName request={request} />
        <small>
          <RequestClock request={request} />
        </small>
      </div>
      {request.state === 'ready' ? (
        <Button look="primary" onClick={onDownload}>
          <Trans>Download</Trans>
        </Button>
      ) : null}
      {request.state === 'waiting' ? (
        <Button onClick={onWithdraw}>
          <Trans>Take back</Trans>
        </Button>
      ) : null}
    </li>
  )
}

function RequestName({ request }: { readonly request: PrivacyRequest }) {
  if (request.kind === 'access') return <Trans>A copy of your data</Trans>
  if (request.kind !== 'erasure') return <Trans>Another request</Trans>
  if (request.scope === 'person')
    return request.mode === 'everything' ? (
      <Trans>Delete all accounts and all messages</Trans>
    ) : (
      <Trans>Delete all accounts, keep the messages without a name</Trans>
    )
  return request.mode === 'everything' ? (
    <Trans>Delete the account and all messages</Trans>
  ) : (
    <Trans>Delete the account, keep the messages without a name</Trans>
  )
}

function RequestClock({ request }: { readonly request: PrivacyRequest }) {
  const { i18n } = useLingui()
  const start = fullTime(i18n.locale, Date.parse(request.starts_at))
  const due = fullTime(i18n.locale, Date.parse(request.due_at))
  switch (request.state) {
    case 'waiting':
      return <Trans>Begins {start}; you can take it back until then.</Trans>
    case 'running':
      return <Trans>Under way; done by {due} at the latest.</Trans>
    case 'ready':
      return <Trans>Ready.</Trans>
    case 'done':
      return <Trans>Done.</Trans>
    case 'refused':
      return <Trans>Refused.</Trans>
    case 'withdrawn':
      return <Trans>Taken back.</Trans>
    default:
      return impossible(request.state)
  }
}
