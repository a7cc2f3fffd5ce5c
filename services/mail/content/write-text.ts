import type { MailLanguage } from '../contract/index.ts'
import type { Letter } from './words.ts'

/** What text and HTML are made of. */
export interface MailParts {
  readonly letter: Letter
  readonly greeting: string
  readonly footer: string
  readonly language: MailLanguage
}

export function writeText({ letter, greeting, footer }: MailParts): string {
  const link = letter.link ? [`${letter.link.label}:\n${letter.link.to}`] : []
  const body = [greeting, ...letter.paragraphs, ...link, ...(letter.afterLink ?? [])]
  // "-- " begins a signature, which answers leave out (RFC 3676, 4.3).
  return `${[...body, `-- \n${footer}`].join('\n\n')}\n`
}
