import { useEffect, useState } from 'react'

interface Logo {
  /** The id of an upload; null for none. */
  readonly logo: string | null
  /** The address of what was chosen, in this browser; null for nothing. */
  readonly preview: string | null
  readonly chooseLogo: (upload: string | null, file?: File) => Promise<void>
}

/** A picture for an application that is not there yet. */
export function useLogo(): Logo {
  const [logo, setLogo] = useState<string | null>(null)
  const [preview, setPreview] = useState<string | null>(null)
  useEffect(
    () => () => {
      if (preview !== null) URL.revokeObjectURL(preview)
    },
    [preview],
  )

  async function chooseLogo(upload: string | null, file?: File): Promise<void> {
    setLogo(upload)
    setPreview(file === undefined ? null : URL.createObjectURL(file))
  }
  return { logo, preview, chooseLogo }
}
