import { mostUploadBytes } from '@alles/media/contract'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { uploadPicture } from '../../../api/upload-picture.ts'
import { actingAccount } from '../../../client/client.ts'
import { useClient } from '../../../client/client-context.ts'
import { faultSentence } from '../../../language/refusal-sentence.ts'

export interface PictureUpload {
  /** How much has gone out, in bytes; null where nothing is under way. */
  readonly under: { readonly sent: number; readonly of: number } | null
  readonly fault: string | null
  readonly start: (file: File) => void
  readonly cancel: () => void
}

/** Sends a picture and then puts it to use; `use` gets the id of the upload, and what was sent. */
export function useUpload(use: (upload: string, file: File) => Promise<void>): PictureUpload {
  const { t, i18n } = useLingui()
  const client = useClient()
  const [under, setUnder] = useState<PictureUpload['under']>(null)
  const [fault, setFault] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  async function send(file: File, controller: AbortController): Promise<void> {
    setFault(null)
    setUnder({ sent: 0, of: file.size })
    try {
      const upload = await uploadPicture(file, actingAccount(client) ?? '', {
        onSent: (sent) => setUnder({ sent: Math.min(sent, file.size), of: file.size }),
        signal: controller.signal,
      })
      await use(upload.id, file)
    } catch (error) {
      if (!controller.signal.aborted) setFault(faultSentence(i18n, error))
    } finally {
      if (stop.current === controller) setUnder(null)
    }
  }

  function start(file: File): void {
    stop.current?.abort()
    if (file.size > mostUploadBytes) {
      setFault(t`This file is larger than 10 MB. Choose a smaller one.`)
      return
    }
    const controller = new AbortController()
    stop.current = controller
    void send(file, controller)
  }

  return { under, fault, start, cancel: () => stop.current?.abort() }
}
