import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useClient, useClientState } from '../../client/client-context.ts'
import { faultSentence } from '../../language/refusal-sentence.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import styles from './dialogs.module.css'

interface InviteDialogProps {
  readonly channelId: string
  readonly onClose: () => void
}

const hour = 3600
const ages = [hour / 2, hour, 6 * hour, 24 * hour, 7 * 24 * hour, 0]
const uses = [0, 1, 5, 10, 25, 100]
const copiedMs = 2000

/** A link that lets people in: for how long, and how often. */
export function InviteDialog({ channelId, onClose }: InviteDialogProps) {
  const { t, i18n } = useLingui()
  const client = useClient()
  const [maxAge, setMaxAge] = useState(7 * 24 * hour)
  const [maxUses, setMaxUses] = useState(0)
  const [link, setLink] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const guild = useClientState(
    ({ entities }) => entities.guilds[entities.channels[channelId]?.guildId ?? '']?.name ?? '',
  )

  useEffect(() => {
    let wanted = true
    setLink(null)
    setFault(null)
    client.api.chat
      .createInvite({ channelId, max_age: maxAge, max_uses: maxUses })
      .then((invite) => (wanted ? setLink(`${window.location.origin}/invite/${invite.code}`) : undefined))
      .catch((error: unknown) => (wanted ? setFault(faultSentence(i18n, error)) : undefined))
    return () => {
      wanted = false
    }
  }, [client, channelId, maxAge, maxUses, i18n])

  const ageName = (seconds: number) => {
    if (seconds === 0) return t`Without end`
    if (seconds < hour) return plural(seconds / 60, { one: '# minute', other: '# minutes' })
    if (seconds < 24 * hour) return plural(seconds / hour, { one: '# hour', other: '# hours' })
    return plural(seconds / hour / 24, { one: '# day', other: '# days' })
  }
  return (
    <Dialog title={t`Invite people to ${guild}`} onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.lead}>
          <Trans>Whoever has this link can join and read what members read.</Trans>
        </p>
        {fault === null ? null : <Notice>{fault}</Notice>}
        {link === null ? <Skeleton height={62} /> : <Link link={link} />}
        <div className={styles.row}>
          <Choice
            label={t`Valid for`}
            value={maxAge}
            options={ages.map((seconds) => ({ value: seconds, name: ageName(seconds) }))}
            onChange={setMaxAge}
          />
          <Choice
            label={t`How often`}
            value={maxUses}
            options={uses.map((count) => ({
              value: count,
              name: count === 0 ? t`Without limit` : plural(count, { one: 'once', other: '# times' }),
            }))}
            onChange={setMaxUses}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Link({ link }: { readonly link: string }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = window.setTimeout(() => setCopied(false), copiedMs)
    return () => window.clearTimeout(timer)
  }, [copied])
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <div className={styles.copy}>
      <Field label={t`Invite link`} value={link} isReadOnly onFocus={(event) => selectAll(event.target)} />
      <Button look="primary" onClick={() => void copy()}>
        {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        <span aria-live="polite">{copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}</span>
      </Button>
    </div>
  )
}

function selectAll(target: EventTarget): void {
  if (target instanceof HTMLInputElement) target.select()
}
