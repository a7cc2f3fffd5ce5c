import { Trans, useLingui } from '@lingui/react/macro'
import { clockTime, fullTime } from '../../language/times.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './AuthorLine.module.css'
import type { Author } from './use-author.ts'

interface AuthorLineProps {
  readonly author: Author
  readonly at: number
}

/** Who wrote it, as what, and when. */
export function AuthorLine({ author, at }: AuthorLineProps) {
  const { i18n } = useLingui()
  return (
    <div className={styles.line}>
      <span className={classNames(styles.name, author.deleted && styles.deleted)}>{author.name}</span>
      {author.bot ? (
        <span className={styles.badge}>
          <Trans>app</Trans>
        </span>
      ) : null}
      {author.role === null ? null : <span className={styles.badge}>{author.role}</span>}
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={fullTime(i18n.locale, at)}>
        {clockTime(i18n.locale, at)}
      </time>
    </div>
  )
}
