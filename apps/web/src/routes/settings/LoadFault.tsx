import { useLingui } from '@lingui/react/macro'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Settings.module.css'

interface LoadFaultProps {
  readonly sentence: string
  readonly again: () => void
}

/** In place of something that could not be read: why, and the way to try again. */
export function LoadFault({ sentence, again }: LoadFaultProps) {
  const { t } = useLingui()
  return (
    <Notice>
      <span className={styles.again}>
        {sentence}
        <Button small onClick={again}>{t`Try again`}</Button>
      </span>
    </Notice>
  )
}
