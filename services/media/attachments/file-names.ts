/** What an attachment is called in addresses, and by its author where that differs. */
export interface FileName {
  readonly filename: string
  /** Without the ending. */
  readonly title?: string
}

const mostStem = 80
const mostEnding = 12
const mostTitle = 128

/**
 * Names as Discord writes them: ASCII letters, digits, `_`, `-` and `.`, so that nothing in an address can hide an ending
 * or turn its direction. What was meant stays beside it.
 */
export function fileName(wished: string): FileName {
  const name = last(wished.normalize('NFC'))
  const at = name.lastIndexOf('.')
  const [stem, ending] = at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [name, '']
  const plainStem = plain(stem).slice(0, mostStem).replace(/\.+$/, '') || 'unknown'
  const plainEnding = plain(ending).slice(0, mostEnding)
  const title = visible(stem)
  return {
    filename: plainEnding === '' ? plainStem : `${plainStem}.${plainEnding}`,
    ...(title !== '' && title !== plainStem && { title }),
  }
}

/** Of a path, in whichever way it is written. */
function last(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? ''
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s/gu, '_')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/^\.+/, '')
}

/** Without what is not seen: control characters, marks of direction, lone surrogates. */
function visible(text: string): string {
  const shown = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\ufffd]/gu, '')
    .trim()
  return Array.from(shown).slice(0, mostTitle).join('')
}
