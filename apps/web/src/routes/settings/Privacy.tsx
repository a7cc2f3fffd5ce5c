import type { PrivacyRequest } from '@alles/privacy/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { createPrivacyApi } from '../../api/privacy-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DeleteAccount } from './DeleteAccount.tsx'
import { RequestItem } from './RequestItem.tsx'
import { saveFile } from './save-file.ts'
import { useFresh } from './use-fresh.tsx'
import { useLoaded } from './use-loaded.ts'
import styles from './Settings.module.css'

/** What is kept of oneself: take it along, or have it deleted. */
export function Privacy() {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createPrivacyApi(client.api.transport))
  const [load] = useState(() => async () => (await api.listRequests({})).requests)
  const loaded = useLoaded(load)
  const [made, setMade] = useState<readonly PrivacyRequest[]>([])
  const attempt = useAttempt()
  const fresh = useFresh()
  const known = loaded.kind === 'loaded' ? loaded.value : []
  const requests = [...made, ...known.filter((one) => made.every((other) => other.id !== one.id))]
  const keep = (request: PrivacyRequest) =>
    setMade((before) => [request, ...before.filter((one) => one.id !== request.id)])
  const erasure = requests.find((one) => one.kind === 'erasure' && ['waiting', 'running'].includes(one.state))
  const erasedFrom = erasure ? Date.parse(erasure.starts_at) : null
  useEffect(() => {
    if (loaded.kind === 'loaded' || erasedFrom !== null) client.erasedFrom = erasedFrom
  }, [client, loaded.kind, erasedFrom])

  return (
    <>
      {fresh.dialog}
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <section className={styles.section} aria-labelledby="copy-title">
        <h2 id="copy-title" className={styles.title}>
          <Trans>Take your data with you</Trans>
        </h2>
        <p className={styles.lead}>
          <Trans>
            You get one file with everything this server keeps about this account, in a form that other
            programs can read. Preparing it can take a while; it then waits below.
          </Trans>
        </p>
        <div className={styles.buttons}>
          <Button
            pending={attempt.busy}
            onClick={() =>
              attempt.run(() =>
                fresh.run(async () => keep((await api.createRequest({ kind: 'access' })).request)),
              )
            }
          >
            <Trans>Ask for my data</Trans>
          </Button>
          <span className={styles.lead} role="status">
            {requests.some(
              (one) => one.kind === 'access' && ['waiting', 'running', 'ready'].includes(one.state),
            ) ? (
              <Trans>You have asked for it; see below.</Trans>
            ) : null}
          </span>
        </div>
      </section>
      <DeleteAccount
        pending={erasure !== undefined}
        onDelete={(wish) =>
          fresh.run(async () => keep((await api.createRequest({ kind: 'erasure', ...wish })).request))
        }
      />
      <section className={styles.section} aria-labelledby="requests-title">
        <h2 id="requests-title" className={styles.title}>
          <Trans>Your requests</Trans>
        </h2>
        {loaded.kind === 'loading' ? <Skeleton height={56} /> : null}
        {loaded.kind === 'failed' ? (
          <Notice>
            {loaded.sentence} <Button onClick={loaded.again}>{t`Try again`}</Button>
          </Notice>
        ) : null}
        {loaded.kind === 'loaded' && requests.length === 0 ? (
          <p className={styles.lead}>
            <Trans>There are none.</Trans>
          </p>
        ) : null}
        {requests.length === 0 ? null : (
          <ul className={styles.list}>
            {requests.map((request) => (
              <RequestItem
                key={request.id}
                request={request}
                onWithdraw={() =>
                  attempt.run(async () => keep((await api.withdrawRequest({ id: request.id })).request))
                }
                onDownload={() =>
                  attempt.run(() =>
                    fresh.run(async () => saveFile(await api.download(request.id), 'alles-data.zip')),
                  )
                }
              />
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
