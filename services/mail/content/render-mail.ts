import type { MailContent, MailLanguage } from '../contract/index.ts'
import { isOwnLink, type Site } from '../site-policy.ts'
import { german } from './words-de.ts'
import { english } from './words-en.ts'
import { writeHtml } from './write-html.ts'
import { writeText } from './write-text.ts'
import type { Letter, Words } from './words.ts'

export const words: Readonly<Record<MailLanguage, Words>> = { en: english, de: german }

export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Text and HTML of a mail. Throws where a time is none or a link leads elsewhere. */
export function renderMail(site: Site, content: MailContent, language: MailLanguage): WrittenMail {
  const spoken = words[language]
  // The compiler cannot follow that a template's letter takes that template's content.
  const write = spoken.letters[content.template] as (content: MailContent, site: Site) => Letter
  const letter = inLines(write(content, site))
  if (letter.link && !isOwnLink(site, letter.link.to))
    throw new Error(`the link of ${content.template} leads away from this instance, or holds a query`)
  const parts = { letter, greeting: spoken.greeting, footer: spoken.footer(site, letter.because), language }
  return { subject: letter.subject, text: writeText(parts), html: writeHtml(parts) }
}

/** A value cannot begin a line, let alone a paragraph, of its own. */
function inLines(letter: Letter): Letter {
  const paragraphs = letter.paragraphs.map((text) => text.replace(/[\p{C}\s]+/gu, ' '))
  return { ...letter, paragraphs }
}
