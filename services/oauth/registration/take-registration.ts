import type { ServerResponse } from 'node:http'
import type { TakeRequest } from '@alles/platform/http'
import type { OAuth } from '../oauth.ts'
import { readBody } from '../provider/read-body.ts'
import { registerItself } from './register-itself.ts'
import { registrationError } from './registration-policy.ts'

/** RFC 7591. There is no way to change or read it later: who wants that has an account and the portal. */
export function takeRegistration(oauth: OAuth): TakeRequest {
  return async ({ request, response }) => {
    const given = parsed(await readBody(request, 'application/json'))
    const answer = given === null ? registrationError('the body') : await registerItself(oauth, given)
    sendJson(response, 'error' in answer ? 400 : 201, answer)
  }
}

function parsed(body: string | null): unknown {
  try {
    return body === null ? null : JSON.parse(body)
  } catch {
    return null
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
}
