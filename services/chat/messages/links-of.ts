import { mostPreviews } from '@alles/media/contract'

const code = /```[\s\S]*?```|`[^`\n]+`/g
const hidden = /<https?:\/\/[^\s<>]*>/g
const link = /\bhttps?:\/\/[^\s<>"]{1,2000}/g

/** The first web addresses in a text that may be shown with what they lead to: not in code, and not in `<…>`. */
export function linksOf(content: string): string[] {
  if (!content.includes('http')) return []
  const shown = content.replace(code, ' ').replace(hidden, ' ')
  const found = new Set<string>()
  for (const [text] of shown.matchAll(link)) {
    const url = withoutEnd(text)
    if (URL.canParse(url)) found.add(url)
    if (found.size === mostPreviews) break
  }
  return [...found]
}

/** A full stop or a closing bracket behind an address is the sentence's. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[.,:;!?'*_~|)\]]/.test(text[end - 1] ?? '')) {
    const opened = text[end - 1] === ')' && text.lastIndexOf('(', end - 1) > text.lastIndexOf(')', end - 2)
    if (opened) break
    end -= 1
  }
  return text.slice(0, end)
}
