const printing = 'data-printing'

/** Prints some lines of text and nothing else of the page. */
export function printLines(title: string, lines: readonly string[]): void {
  const sheet = document.createElement('section')
  sheet.className = 'print-sheet'
  const heading = document.createElement('h1')
  heading.textContent = title
  const list = document.createElement('pre')
  list.textContent = lines.join('\n')
  sheet.append(heading, list)
  document.body.append(sheet)
  document.documentElement.setAttribute(printing, '')
  // Some browsers come back from `print` before they have printed.
  window.addEventListener(
    'afterprint',
    () => {
      document.documentElement.removeAttribute(printing)
      sheet.remove()
    },
    { once: true },
  )
  window.print()
}
