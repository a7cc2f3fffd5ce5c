import type { Mail } from '../mail.ts'

/** What finds the contacts of an address without storing it. `folded`: see `parseAddress`. */
export async function indexAddress(mail: Pick<Mail, 'keys'>, folded: string): Promise<Buffer> {
  const [index] = await mail.keys.blindIndex({ purpose: 'mail-address', values: [folded] })
  if (!index) throw new Error('no index was made of an address')
  return Buffer.from(index)
}
