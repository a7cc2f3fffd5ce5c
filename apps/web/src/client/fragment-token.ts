/**
 * The secret of a link in a mail, out of the part of the address that is never sent anywhere. It leaves the address at
 * once, so that neither the history nor whoever looks over a shoulder has it; null where there is none.
 */
export function takeFragmentToken(window: Pick<Window, 'location' | 'history'>): string | null {
  const { hash, pathname, search } = window.location
  const token = hash.replace(/^#/, '')
  if (token === '') return null
  window.history.replaceState(window.history.state, '', `${pathname}${search}`)
  return token
}
