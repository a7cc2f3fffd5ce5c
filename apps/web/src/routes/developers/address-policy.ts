const thisMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The same rule as the server's, so that a slip is told while it is written: `https://`, or `http://` on this machine. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && thisMachine.has(url.hostname))
}

/** An address that people are sent back to has no fragment (RFC 6749, 3.1.2). */
export function isRedirectAddress(text: string): boolean {
  return isWebAddress(text) && !text.includes('#')
}
