import ipaddr from 'ipaddr.js'
import { Secret } from '../contract/index.ts'
import { fault, type Setting } from './settings.ts'

/** What a setting has when nothing was set; without it the setting may be absent and is `undefined`. */
type Or<Value, Default> = [Default] extends [undefined] ? Value | undefined : Value

function setting<Value, Default extends Value | undefined>(
  absent: Default,
  parse: (text: string) => Value,
): Setting<Or<Value, Default>> {
  return {
    parse: (text) => (text === undefined ? absent : parse(text)) as Or<Value, Default>,
  }
}

/** A TCP port; 0 lets the system choose. */
export function port<D extends number | undefined = undefined>(absent?: D): Setting<Or<number, D>> {
  return setting(absent as D, (text) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) fault('must be a port: a number from 0 to 65535')
    return Number(text)
  })
}

/** A host name or IP address to listen on. */
export function host<D extends string | undefined = undefined>(absent?: D): Setting<Or<string, D>> {
  return setting(absent as D, (text) => {
    const name = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i
    if (!isAddress(text) && !name.test(text)) fault('must be a host name or an IP address')
    return text
  })
}

/** Scheme, host and port of a site: `https://chat.example.org`. Given without a slash at its end. */
export function origin<D extends string | undefined = undefined>(absent?: D): Setting<Or<string, D>> {
  return setting(absent as D, (text) => {
    const sentence = 'must be an origin such as https://chat.example.org, without a path'
    const parsed = URL.parse(text)
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return fault(sentence)
    const bare = parsed.pathname === '/' && parsed.search === '' && parsed.hash === ''
    if (!bare || parsed.username !== '' || parsed.password !== '') fault(sentence)
    return parsed.origin
  })
}

/** An address of another program. It may hold a password, so it is a `Secret`. */
export function url(schemes: readonly string[]): Setting<Secret | undefined> {
  return setting<Secret, undefined>(undefined, (text) => {
    const parsed = URL.parse(text)
    if (!parsed || !schemes.includes(parsed.protocol.slice(0, -1)) || parsed.hostname === '')
      fault(`must be an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`)
    return new Secret(text)
  })
}

/** Any text; what reads it says what is wrong with it. */
export function anyText(): Setting<string | undefined> {
  return setting<string, undefined>(undefined, (given) => given)
}

/** A file or folder. */
export function path<D extends string | undefined = undefined>(absent?: D): Setting<Or<string, D>> {
  return setting(absent as D, (text) => {
    if (text.includes('\0')) fault('must be a path')
    return text
  })
}

/** `on` or `off`. */
export function flag(absent: boolean): Setting<boolean> {
  return setting<boolean, boolean>(absent, (text) => {
    if (text !== 'on' && text !== 'off') fault('must be on or off')
    return text === 'on'
  })
}

/** One of some words. */
export function oneOf<const Word extends string, D extends Word | undefined = undefined>(
  words: readonly Word[],
  absent?: D,
): Setting<Or<Word, D>> {
  return setting<Word, D>(absent as D, (text) => {
    const word = words.find((one) => one === text)
    return word ?? fault(`must be ${listed(words, 'or')}`)
  })
}

/** Some of some words, separated by commas; at least one, each once. */
export function someOf<const Word extends string>(words: readonly Word[]): Setting<readonly Word[]> {
  return setting<readonly Word[], readonly Word[]>(words, (text) => {
    const given = text.split(',').map((part) => part.trim())
    const known = words.filter((word) => given.includes(word))
    if (known.length !== given.length) fault(`must be a list of ${listed(words, 'and')}, separated by commas`)
    return known
  })
}

/** A number, fractions allowed. `unit` is what the sentence calls it: `days`. */
export function amount(unit: string, range: { absent: number; most: number }): Setting<number> {
  return setting<number, number>(range.absent, (text) => {
    const value = Number(text)
    if (!/^\d+(\.\d+)?$/.test(text) || value > range.most)
      fault(`must be a number of ${unit} from 0 to ${range.most}`)
    return value
  })
}

/** A password or token of at least 16 characters. */
export function secret(): Setting<Secret | undefined> {
  return setting<Secret, undefined>(undefined, (text) => {
    if (text.length < 16) fault('must have at least 16 characters')
    return new Secret(text)
  })
}

/** IP addresses and networks (`10.0.0.0/8`), separated by commas. */
export function addresses(): Setting<readonly string[]> {
  return setting<readonly string[], readonly string[]>([], (text) =>
    text.split(',').map((part) => {
      const one = part.trim()
      if (!isAddress(one) && !isNetwork(one))
        fault('must be IP addresses or networks such as 10.0.0.0/8, separated by commas')
      return one
    }),
  )
}

/** Only the usual spelling: `8.8` and `010.0.0.1` mean different places to different readers. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}

function isNetwork(text: string): boolean {
  return isAddress(text.split('/', 1)[0] ?? '') && ipaddr.isValidCIDR(text)
}

function listed(words: readonly string[], joint: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`
}
