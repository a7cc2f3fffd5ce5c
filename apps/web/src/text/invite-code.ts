/** The code in what somebody pasted: the code itself, or a link that ends in it. */
export function readInviteCode(text: string): string | null {
  const last =
    text
      .trim()
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  return /^[A-Za-z0-9]{2,32}$/.test(last) ? last : null
}
