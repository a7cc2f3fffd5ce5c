import { refusals as mediaRefusals } from '@alles/media/contract'
import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { messageRefusals, type Embed } from '../contract/index.ts'
import type { StoredFile } from './extras.ts'
import type { NewFile } from './attach-files.ts'
import { byId } from './show-extras.ts'

/** Embeds in the form they are stored in. A picture that is a file of the message is found by the name it was sent under. */
export function embedsOf(
  by: Actor,
  given: readonly Embed[],
  { files, sent }: { readonly files: readonly StoredFile[]; readonly sent: readonly NewFile[] },
): readonly Embed[] {
  if (given.length === 0) return given
  if (!by.bot) refuse(messageRefusals.bots_only)
  const ids = new Map<string, string>()
  const first = files.length - sent.length
  for (const [index, file] of files.entries()) {
    ids.set(file.filename, file.id)
    const name = sent[index - first]?.filename
    if (name !== undefined) ids.set(name, file.id)
  }
  return given.map(
    (embed) => byId(embed, (name) => ids.get(name) ?? null) ?? refuse(mediaRefusals.unknown_file),
  )
}
