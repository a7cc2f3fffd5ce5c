import type { Applicant } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { fullTime } from '../../../language/times.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useLoaded } from '../use-loaded.ts'
import type { InstanceApi } from './Instance.tsx'

/** Who asked for an account and waits for an answer. */
export function Applicants({ api }: { readonly api: InstanceApi }) {
  const [load] = useState(() => async () => (await api.listApplicants({})).applicants)
  const loaded = useLoaded(load)
  const [applicants, setApplicants] = useState<readonly Applicant[] | null>(null)
  useEffect(() => {
    if (loaded.kind === 'loaded') setApplicants(loaded.value)
  }, [loaded])
  return (
    <Section title={<Trans>Who waits for an answer</Trans>}>
      {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
      {applicants === null && loaded.kind !== 'failed' ? <Skeleton height={66} /> : null}
      {applicants?.length === 0 ? (
        <p className={styles.lead}>
          <Trans>Nobody waits.</Trans>
        </p>
      ) : null}
      {applicants === null || applicants.length === 0 ? null : (
        <ul className={styles.list}>
          {applicants.map((one) => (
            <ApplicantItem
              key={one.id}
              api={api}
              applicant={one}
              onDecided={() => setApplicants(applicants.filter((other) => other.id !== one.id))}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

interface ApplicantItemProps {
  readonly api: InstanceApi
  readonly applicant: Applicant
  readonly onDecided: () => void
}

function ApplicantItem({ api, applicant, onDecided }: ApplicantItemProps) {
  const { t, i18n } = useLingui()
  const attempt = useAttempt()
  const [asking, setAsking] = useState(false)
  const { id, username, display_name, reason } = applicant
  const asked = fullTime(i18n.locale, Date.parse(applicant.asked_at))
  return (
    <li className={styles.item}>
      <div>
        <b dir="auto">{display_name ?? username}</b> @{username}
        <small>
          <Trans>Asked on {asked}</Trans>
        </small>
        {reason === null ? null : (
          <p className={styles.quote} dir="auto">
            {reason}
          </p>
        )}
      </div>
      <div className={styles.buttons}>
        <Button
          look="primary"
          aria-label={t`Let in @${username}`}
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await api.approveApplicant({ id })
              onDecided()
            })
          }
        >
          <Trans>Let in</Trans>
        </Button>
        <Button aria-label={t`Refuse @${username}`} onClick={() => setAsking(true)}>
          <Trans>Refuse</Trans>
        </Button>
      </div>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {asking ? (
        <AskRefuse api={api} applicant={applicant} onDecided={onDecided} onClose={() => setAsking(false)} />
      ) : null}
    </li>
  )
}

function AskRefuse({
  api,
  applicant,
  onDecided,
  onClose,
}: ApplicantItemProps & { readonly onClose: () => void }) {
  const { t } = useLingui()
  const attempt = useAttempt()
  return (
    <Dialog kind="alert" title={t`Refuse @${applicant.username}?`} onClose={onClose}>
      <p>
        <Trans>
          They are told by mail, if they left an address and proved that it is theirs. Then everything that
          was kept of them is deleted; it cannot be undone. They may ask again.
        </Trans>
      </p>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <DialogButtons>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          look="danger"
          pending={attempt.busy}
          onClick={() =>
            attempt.run(async () => {
              await api.refuseApplicant({ id: applicant.id })
              onDecided()
            })
          }
        >
          <Trans>Refuse</Trans>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
