import { readdirSync, readFileSync } from 'node:fs'
import { extractFromFileWithBabel } from '@lingui/cli/api'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'
import config from '../../lingui.config.ts'
import { readCatalogue } from '../testing/read-catalogue.ts'

const source = new URL('..', import.meta.url)
// Where the extractor looks for its configuration; tests run in the folder of the whole project.
process.env.LINGUI_CONFIG = new URL('../lingui.config.ts', source).pathname
const read = (file: string) => readFileSync(new URL(file, source), 'utf8')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
)

/** Parts of the catalogue that come with their pages, and the folders whose words are in them. */
const parts = (config.catalogs ?? [])
  .map(({ path, include }) => ({ name: /locales\/(\w+)\/\{locale\}$/.exec(path)?.[1], include }))
  .flatMap(({ name, include }) => (name === undefined ? [] : [{ name, include }]))

/** The part that a file's words are in; null for the one that is always there. */
const partOf = (file: string) =>
  parts.find(({ include }) => include.some((folder) => `src/${file}`.startsWith(`${folder}/`)))?.name ?? null

/** Every message of some of the sources, as Lingui's own extractor finds it. */
async function messagesOf(sources: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const file of sources) {
    const code = read(file)
    if (!code.includes('lingui')) continue
    await extractFromFileWithBabel(
      file,
      code,
      ({ message, id }) => void found.add(message ?? id),
      {} as never,
      { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
    )
  }
  return found
}

const sort = (ids: Iterable<string>) => [...ids].toSorted()

const catalogues = [null, ...parts.map((part) => part.name)].flatMap((part) =>
  ['en', 'de'].map((language) => ({ part, name: part === null ? language : `${part}/${language}` })),
)

describe.each(catalogues)('the catalogue $name', ({ part, name }) => {
  const catalogue = readCatalogue(name)
  const sources = files.filter((file) => partOf(file) === part)

  test('holds what the sources say, no more and no less (npx lingui extract --clean writes it anew)', async () => {
    expect(sort(catalogue.keys())).toEqual(sort(await messagesOf(sources)))
  })

  test('leaves nothing untranslated', () => {
    expect([...catalogue].filter(([, words]) => words === '')).toEqual([])
  })

  test('keeps the names and elements that are filled in', () => {
    const filled = (text: string) => {
      const pattern = text.includes(', plural,') ? /\{\w+, plural,/g : /\{\w+\}|<\/?\d+>/g
      return sort(text.match(pattern) ?? [])
    }
    for (const [id, words] of catalogue) expect(filled(words), id).toEqual(filled(id))
  })
})

/** Attributes that people read or hear. */
const spoken =
  /^(aria-label|aria-description|aria-valuetext|title|placeholder|alt|label|hint|fault|lead|foot|topic)$/
/** Elements whose words are in the catalogue already. */
const translated = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal'])
/** Names, which are the same in every language. */
const names = new Set(['Alles', 'Sage'])

interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly value?: unknown
  readonly name?: { readonly name?: unknown }
  readonly openingElement?: SyntaxNode
}

/** The words that a node puts on the screen by itself; null for none. */
function ownWords(node: SyntaxNode): string | null {
  if (node.type === 'JSXText') return String(node.value)
  if (node.type !== 'JSXAttribute' || !spoken.test(String(node.name?.name))) return null
  const value = node.value as SyntaxNode | null
  return value?.type === 'Literal' ? String(value.value) : null
}

/** Whether its words are in the catalogue, and nothing below it has to be looked at. */
function isTranslated(node: SyntaxNode): boolean {
  return node.type === 'JSXElement' && translated.has(String(node.openingElement?.name?.name))
}

/** Every node below a value, itself included, but for what is translated. */
function* nodesIn(value: unknown): Generator<SyntaxNode> {
  if (typeof value !== 'object' || value === null) return
  const isNode = 'type' in value
  if (isNode && isTranslated(value as SyntaxNode)) return
  if (isNode) yield value as SyntaxNode
  for (const part of Object.values(value)) yield* nodesIn(part)
}

/** Words on the screen that would be the same in every language: text between tags, and what is spoken of attributes. */
function strayWords(file: string): string[] {
  const code = read(file)
  const line = (at: number) => code.slice(0, at).split('\n').length
  return [...nodesIn(parseSync(file, code).program)].flatMap((node) => {
    const words = ownWords(node)?.trim() ?? ''
    return /\p{L}{2}/u.test(words) && !names.has(words) ? [`${file}:${line(node.start)}: ${words}`] : []
  })
}

test('no words stand outside the catalogue', () => {
  expect(files.filter((file) => file.endsWith('.tsx')).flatMap(strayWords)).toEqual([])
})
