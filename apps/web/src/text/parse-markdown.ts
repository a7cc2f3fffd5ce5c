/**
 * Chat markdown as a tree. Pure: what is not understood stays text, and nothing here knows HTML. `Markdown.tsx` turns
 * the tree into elements, so no message can bring an element or attribute of its own.
 */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break' }
  | {
      readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler' | 'quote'
      readonly children: readonly Node[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'block'; readonly language: string; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'mention'; readonly of: 'account' | 'role' | 'channel'; readonly id: string }
  | { readonly kind: 'everyone'; readonly text: '@everyone' | '@here' }

/** Deeper nesting than this stays text: nobody writes it, and it bounds the work. */
const deepest = 8

interface Rule {
  /** Matches at the place where it is tried and nowhere else. */
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, depth: number) => Node | null
}

const inner =
  (kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler') =>
  (match: RegExpExecArray, depth: number): Node => ({
    kind,
    children: parseInline(match[1] ?? '', depth + 1),
  })

const rules: readonly Rule[] = [
  { pattern: /\\([!-/:-@[-`{-~])/y, read: (match) => ({ kind: 'text', text: match[1] ?? '' }) },
  {
    pattern: /```(?:([\w+#.-]{1,20})?\n)?([^]+?)\n?```\n?/y,
    read: (match) => ({ kind: 'block', language: match[1] ?? '', text: match[2] ?? '' }),
  },
  { pattern: /``([^]+?)``(?!`)/y, read: (match) => ({ kind: 'code', text: trimOne(match[1] ?? '') }) },
  { pattern: /`([^`\n]+)`/y, read: (match) => ({ kind: 'code', text: match[1] ?? '' }) },
  { pattern: /<@!?(\d{1,20})>/y, read: (match) => ({ kind: 'mention', of: 'account', id: match[1] ?? '' }) },
  { pattern: /<@&(\d{1,20})>/y, read: (match) => ({ kind: 'mention', of: 'role', id: match[1] ?? '' }) },
  { pattern: /<#(\d{1,20})>/y, read: (match) => ({ kind: 'mention', of: 'channel', id: match[1] ?? '' }) },
  { pattern: /@everyone(?!\w)/y, read: () => ({ kind: 'everyone', text: '@everyone' }) },
  { pattern: /@here(?!\w)/y, read: () => ({ kind: 'everyone', text: '@here' }) },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, read: (match) => linkTo(match[1] ?? '') },
  // What ends a sentence does not belong to an address; brackets do where they close one of its own.
  {
    pattern: /https?:\/\/(?:\([^\s<>()]*\)|[^\s<>()])*(?:\([^\s<>()]*\)|[^\s<>().,:;!?"'\]}*_~|])/y,
    read: (match) => linkTo(match[0]),
  },
  { pattern: /\*\*(?=\S)((?:\\.|[^\\])+?)\*\*(?!\*)/sy, read: inner('bold') },
  { pattern: /__(?=\S)((?:\\.|[^\\])+?)__(?!_)/sy, read: inner('underline') },
  { pattern: /~~(?=\S)((?:\\.|[^\\])+?)~~/sy, read: inner('strike') },
  { pattern: /\|\|((?:\\.|[^\\])+?)\|\|/sy, read: inner('spoiler') },
  { pattern: /\*(?=[^\s*])((?:\*\*|\\.|[^\\*])+?)\*(?!\*)/sy, read: inner('italic') },
  { pattern: /_(?=[^\s_])((?:__|\\.|[^\\_])+?)_(?!\w)/sy, read: inner('italic') },
  { pattern: /\n/y, read: () => ({ kind: 'break' }) },
]

/** Where a rule could begin. Everything between is plain text and is passed over quickly. */
const start = /[\\`<@h*_~|\n]/g

/** Reads a message. Quotes are lines that begin with `> `; everything else is inline. */
export function parseMarkdown(text: string): Node[] {
  const nodes: Node[] = []
  let plain = ''
  for (const part of splitBlocks(text)) {
    if (part.kind === 'plain') {
      plain += part.text
      continue
    }
    nodes.push(...parseInline(plain, 0))
    plain = ''
    nodes.push({ kind: 'quote', children: parseInline(part.text, 1) })
  }
  nodes.push(...parseInline(plain, 0))
  return nodes
}

interface Block {
  readonly kind: 'plain' | 'quote'
  readonly text: string
}

/** Cuts quotes out of the text; a `> ` inside a code block is code. */
function splitBlocks(text: string): Block[] {
  if (!/^> /m.test(text)) return [{ kind: 'plain', text }]
  const blocks: Block[] = []
  let inCode = false
  for (const line of text.split('\n')) {
    const isQuote = !inCode && line.startsWith('> ')
    if ((line.match(/```/g)?.length ?? 0) % 2 === 1) inCode = !inCode
    const last = blocks.at(-1)
    const own = isQuote ? line.slice(2) : line
    if (last && last.kind === (isQuote ? 'quote' : 'plain'))
      blocks[blocks.length - 1] = { kind: last.kind, text: `${last.text}\n${own}` }
    else blocks.push({ kind: isQuote ? 'quote' : 'plain', text: own })
  }
  return blocks
}

function parseInline(text: string, depth: number): Node[] {
  if (depth > deepest) return text === '' ? [] : [{ kind: 'text', text }]
  const nodes: Node[] = []
  let plain = ''
  let at = 0
  while (at < text.length) {
    const found = readAt(text, at, depth)
    if (found) {
      if (plain !== '') nodes.push({ kind: 'text', text: plain })
      plain = ''
      nodes.push(found.node)
      at = found.end
      continue
    }
    start.lastIndex = at + 1
    const next = start.exec(text)?.index ?? text.length
    plain += text.slice(at, next)
    at = next
  }
  if (plain !== '') nodes.push({ kind: 'text', text: plain })
  return joinText(nodes)
}

function readAt(text: string, at: number, depth: number): { node: Node; end: number } | null {
  // An underscore inside a word is part of a name, not emphasis.
  if (text[at] === '_' && /\w/.test(text[at - 1] ?? ' ')) return null
  for (const rule of rules) {
    rule.pattern.lastIndex = at
    const match = rule.pattern.exec(text)
    const node = match && rule.read(match, depth)
    if (match && node) return { node, end: at + match[0].length }
  }
  return null
}

/** Only addresses of the web become links. */
function linkTo(text: string): Node | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return { kind: 'link', href: url.href, text }
}

function trimOne(text: string): string {
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text
}

function joinText(nodes: readonly Node[]): Node[] {
  const joined: Node[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + node.text }
    else joined.push(node)
  }
  return joined
}

/** A message in one line of plain words, for a reply's preview. What a spoiler hides stays hidden. */
export function plainText(
  nodes: readonly Node[],
  nameMention: (node: Extract<Node, { kind: 'mention' }>) => string,
): string {
  return nodes
    .map((node) => {
      if (node.kind === 'spoiler') return '▒▒▒'
      if (node.kind === 'break') return ' '
      if (node.kind === 'mention') return nameMention(node)
      return 'children' in node ? plainText(node.children, nameMention) : node.text.replaceAll('\n', ' ')
    })
    .join('')
}
