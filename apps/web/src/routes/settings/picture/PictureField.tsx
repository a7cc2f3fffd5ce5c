import { Trans, useLingui } from '@lingui/react/macro'
import { ImagePlus } from 'lucide-react'
import { useId, useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { fileSize } from '../../../language/file-size.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import styles from './PictureField.module.css'
import { useUpload, type PictureUpload } from './use-upload.ts'

interface PictureFieldProps {
  readonly label: string
  /** Who sees it, and what becomes of it. */
  readonly hint: ReactNode
  /** What it looks like now. */
  readonly shown: ReactNode
  readonly has: boolean
  /** Puts an upload in its place, which was made of `file`; null takes the picture away. */
  readonly onChange: (upload: string | null, file?: File) => Promise<void>
}

const kinds = 'image/png,image/jpeg,image/webp,image/gif,image/avif'

/** A picture of one's own: chosen, dropped or pasted; it counts as soon as it has arrived. */
export function PictureField({ label, hint, shown, has, onChange }: PictureFieldProps) {
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const removal = useAttempt()
  const upload = useUpload(onChange)

  function take(files: FileList | null): void {
    const [first] = files ?? []
    if (first) upload.start(first)
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }

  function paste(event: ClipboardEvent): void {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    take(event.clipboardData.files)
  }

  return (
    <div
      role="group"
      aria-labelledby={id}
      className={styles.field}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      <span className={styles.shown}>{shown}</span>
      <div className={styles.side}>
        <b id={id}>{label}</b>
        <p className={styles.hint}>{hint}</p>
        <div className={styles.buttons}>
          <Button onClick={() => file.current?.click()}>
            <ImagePlus size={16} aria-hidden="true" />
            <Trans>Choose a picture</Trans>
          </Button>
          {has && upload.under === null ? (
            <Button pending={removal.busy} onClick={() => removal.run(() => onChange(null))}>
              <Trans>Take it away</Trans>
            </Button>
          ) : null}
          <span className={styles.ways}>
            <Trans>or drop or paste one here</Trans>
          </span>
        </div>
        <input
          ref={file}
          type="file"
          accept={kinds}
          hidden
          aria-labelledby={id}
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Under upload={upload} label={label} />
        {removal.fault === null ? null : <Notice>{removal.fault}</Notice>}
      </div>
    </div>
  )
}

/** How far it is, with the way to stop it; why it did not work. */
function Under({ upload, label }: { readonly upload: PictureUpload; readonly label: string }) {
  const { t, i18n } = useLingui()
  if (upload.fault !== null) return <Notice>{upload.fault}</Notice>
  if (upload.under === null) return null
  const sent = fileSize(i18n.locale, upload.under.sent)
  const of = fileSize(i18n.locale, upload.under.of)
  return (
    <div className={styles.under}>
      <Progress label={t`Upload of the picture: ${label}`} value={upload.under.sent / upload.under.of} />
      <div className={styles.numbers}>
        <span role="status">
          {upload.under.sent < upload.under.of ? (
            <Trans>
              {sent} of {of}
            </Trans>
          ) : (
            <Trans>The picture is being prepared…</Trans>
          )}
        </span>
        <Button small onClick={upload.cancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  )
}
