import { Secret } from '../../contract/index.ts'

/** A NATS server, and how to prove who we are there. */
export interface NatsPlace {
  /** Host and port. */
  readonly server: string
  readonly tls: boolean
  readonly user: string | null
  /** Of `user`; a token where there is no user. */
  readonly secret: Secret | null
}

const usualPort = '4222'

/**
 * Reads `nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT]`, or the same with `tls:`. Gives what is wrong, in words that follow
 * the name of the setting, where it is not one.
 */
export function readNatsPlace(address: Secret): NatsPlace | string {
  const url = URL.parse(address.reveal())
  if (!url || url.hostname === '') return 'must have the form nats://USER:PASSWORD@HOST:PORT'
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    return 'takes nothing after host and port'
  const credentials = credentialsOf(url)
  if (!credentials) return 'must have user and password, or a token alone, percent-encoded, before the @'
  const server = `${url.hostname}:${url.port === '' ? usualPort : url.port}`
  return { server, tls: url.protocol === 'tls:', ...credentials }
}

/** Null where they are not written as they should be. */
function credentialsOf({ username, password }: URL): Pick<NatsPlace, 'user' | 'secret'> | null {
  const [name, secret] = [decoded(username), decoded(password)]
  if (name === null || secret === null) return null
  if (secret === '') return { user: null, secret: name === '' ? null : new Secret(name) }
  return name === '' ? null : { user: name, secret: new Secret(secret) }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
