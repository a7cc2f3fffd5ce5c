import { i18n } from '@lingui/core'

const catalogues = {
  en: () => import('../locales/en.po'),
  de: () => import('../locales/de.po'),
}
export type Language = keyof typeof catalogues

/** Words that only some pages say; they come with those pages. */
const parts = {
  applications: {
    en: () => import('../locales/applications/en.po'),
    de: () => import('../locales/applications/de.po'),
  },
  settings: {
    en: () => import('../locales/settings/en.po'),
    de: () => import('../locales/settings/de.po'),
  },
}
export type Part = keyof typeof parts

const opened = new Set<Part>()

/** The languages people can choose, by their own names. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

/** The language that was chosen here, else the first of the browser's that we speak, else English. */
export function findLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const all = [...(chosen === null ? [] : [chosen]), ...wanted]
  const spoken = all
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag !== undefined && tag in catalogues)
  return (spoken as Language | undefined) ?? 'en'
}

/** Loads a language's catalogue, with the parts that were opened, and speaks it from now on. */
export async function speak(language: Language): Promise<void> {
  const loads = [catalogues[language], ...[...opened].map((part) => parts[part][language])]
  const loaded = await Promise.all(loads.map((load) => load()))
  i18n.loadAndActivate({
    locale: language,
    messages: Object.assign({}, ...loaded.map(({ messages }) => messages)),
  })
  document.documentElement.lang = language
}

/** Loads a part's words in the language that is spoken; a change of language brings them along from now on. */
export async function openWords(part: Part): Promise<void> {
  opened.add(part)
  const language = i18n.locale as Language
  const { messages } = await parts[part][language]()
  i18n.load(language, messages)
}
