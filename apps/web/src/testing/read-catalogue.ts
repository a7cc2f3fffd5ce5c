import { readFileSync } from 'node:fs'

/** A catalogue of `src/locales`, such as `de` or `applications/de`: what stands for each message. */
export function readCatalogue(name: string): Map<string, string> {
  const text = readFileSync(new URL(`../locales/${name}.po`, import.meta.url), 'utf8')
  const entries = text.matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm)
  const plain = (quoted = '') => quoted.replace(/\\(["\\])/g, '$1')
  return new Map([...entries].map(([, id, words]) => [plain(id), plain(words)]))
}
