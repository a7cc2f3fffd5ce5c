import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Http } from '@alles/platform/http'
import type { Account, Challenge } from '../contract/index.ts'

export interface BrowserAnswer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers
  readonly body: any
  readonly headers: Readonly<Record<string, unknown>>
  readonly setCookies: readonly string[]
}

export interface Sending {
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Keeps cookies between requests, as far as the tests need it. */
export interface Browser {
  readonly cookies: Map<string, string>
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    sending?: Sending,
  ): Promise<BrowserAnswer>
  /** The payload of a freshly solved challenge. */
  solve(purpose?: 'registration' | 'sign-in'): Promise<string>
  /** Opens an account with what `given` leaves out filled in. */
  register(given?: Record<string, unknown>): Promise<BrowserAnswer>
  registered(username: string, password?: string): Promise<Account>
}

export const goodPassword = 'a long and good password'

export function createBrowser(http: Http, address = '127.0.0.1'): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    async send(method, path, sending = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await http.inject({
        method,
        url: path.startsWith('/api/v10') ? path : `/api/alles${path}`,
        remoteAddress: address,
        headers: { ...(cookie !== '' && { cookie }), ...sending.headers },
        ...(sending.body !== undefined && { payload: sending.body as object }),
      })
      const setCookies = [answer.headers['set-cookie'] ?? []].flat()
      for (const line of setCookies) keepCookie(cookies, line)
      return {
        status: answer.statusCode,
        body: answer.body === '' ? undefined : answer.json(),
        headers: answer.headers,
        setCookies,
      }
    },
    async solve(purpose = 'registration') {
      const { body } = await browser.send('GET', `/challenge?for=${purpose}`)
      return solved(body as Challenge)
    },
    async register(given = {}) {
      return browser.send('POST', '/accounts', {
        body: {
          username: 'ada',
          password: goodPassword,
          age: 30,
          ...(!('altcha' in given) && { altcha: await browser.solve() }),
          ...given,
        },
      })
    },
    async registered(username, password = goodPassword) {
      const answer = await browser.register({ username, password })
      if (answer.status !== 201) throw new Error(`${username}: ${JSON.stringify(answer.body)}`)
      return answer.body.account
    },
  }
  return browser
}

/** What an ALTCHA client makes of a challenge. */
export async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge: challenge as never, deriveKey })
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  if (/max-age=0(;|$)/i.test(line)) cookies.delete(pair.slice(0, at))
  else cookies.set(pair.slice(0, at), pair.slice(at + 1))
}
