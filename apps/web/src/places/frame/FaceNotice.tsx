import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useClient, useTabState } from '../../client/client-context.ts'
import type { TabNotice } from '../../client/tab.ts'
import { faultSentence } from '../../language/refusal-sentence.ts'
import { IconButton } from '../../ui/Button.tsx'
import styles from './QuietBar.module.css'

/** Says once, and until it is put away, that this tab acts as another account than one would think. */
export function FaceNotice() {
  const { t } = useLingui()
  const { tab } = useClient()
  const notice = useTabState((state) => state.notice)
  return (
    <div role="status" className={styles.bar} data-shown={notice !== null || undefined}>
      {notice === null ? null : (
        <>
          <span>
            <Words notice={notice} />
          </span>
          <IconButton label={t`Close`} onClick={() => tab.store.setState({ notice: null })}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </>
      )}
    </div>
  )
}

function Words({ notice }: { readonly notice: TabNotice }) {
  const { i18n } = useLingui()
  if (notice.kind === 'not-switched') {
    const why = faultSentence(i18n, notice.error)
    return <Trans>You still act as the same account. {why}</Trans>
  }
  const { now } = notice
  return (
    <Trans>
      The account that this tab acted as is no longer there. You act as <b>{now}</b> now.
    </Trans>
  )
}
