import type { MailContent, MailLanguage } from '../contract/index.ts'
import type { Site } from '../site-policy.ts'

/** A mail in words, before it becomes text and HTML. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly to: string }
  readonly afterLink?: readonly string[]
  /** Why it came, to go on from "because": "this address was given for an account". */
  readonly because: string
}

type Of<Template extends MailContent['template']> = Extract<MailContent, { template: Template }>

/** Everything mail says in one language. */
export interface Words {
  readonly language: MailLanguage
  readonly greeting: string
  readonly footer: (site: Site, because: string) => string
  readonly letters: {
    readonly [Template in MailContent['template']]: (content: Of<Template>, site: Site) => Letter
  }
}

/** A moment in words, in UTC and saying so. Throws where `at` is no time. */
export function sayTime(locale: 'en-GB' | 'de-DE', at: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${format.format(new Date(at))} UTC`
}
