import type { Embed } from '../contract/index.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import { wordsOf } from './words.ts'

/** What stands for somebody or something in a stored text: no words that anybody wrote. */
const references = /<(?:@[!&]?|#)\d{1,20}>/g

/** The words of a message: of its text, its embeds, and the names and descriptions of its files. */
export function wordsOfMessage({ content, extras }: OpenMessage): string[] {
  const words = wordsOf(withoutReferences(content))
  if (extras === null) return words
  const { embeds = [], previews = [], files = [] } = extras
  const beside = [
    ...embeds.flatMap(textsOf),
    ...previews.flatMap((one) => textsOf(one.embed)),
    ...files.flatMap((file) => [file.title, file.filename, file.description]),
  ]
  return [...words, ...beside.flatMap((text) => (text === undefined ? [] : wordsOf(text)))]
}

export function withoutReferences(content: string): string {
  return content.replace(references, ' ')
}

function textsOf({ title, description, author, footer, fields = [] }: Embed): (string | undefined)[] {
  return [
    title,
    description,
    author?.name,
    footer?.text,
    ...fields.flatMap((field) => [field.name, field.value]),
  ]
}
