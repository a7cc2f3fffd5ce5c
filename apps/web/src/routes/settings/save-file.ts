import { edgeRefusals, Refusal } from '@alles/platform/contract'

const keepMs = 60_000

/** Hands an answer to the browser as a file to keep; throws the refusal that stands in its place. */
export async function saveFile(answer: Response, name: string): Promise<void> {
  if (!answer.ok) throw await refusalOf(answer)
  keepFile(await answer.blob(), name)
}

/** Hands something to the browser as a file to keep. */
export function keepFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(url), keepMs)
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string }
  return new Refusal({
    ...edgeRefusals.internal,
    code: body.code ?? `http_${answer.status}`,
    status: answer.status,
    sentence: body.detail ?? '',
  })
}
