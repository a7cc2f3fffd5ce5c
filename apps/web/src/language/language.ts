import { i18n } from '@lingui/core'

const catalogues = {
  en: () => import('../locales/en.po'),
  de: () => import('../locales/de.po'),
}
export type Language = keyof typeof catalogues

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

/** Loads a language's catalogue and speaks it from now on. */
export async function speak(language: Language): Promise<void> {
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}
