import { hash, randomBytes } from 'node:crypto'
import { Secret } from '@alles/platform/contract'

/**
 * Three parts like Discord's, because libraries read the bot's id from the first: the application's id, six random
 * characters, and 256 random bits.
 */
export function newBotToken(applicationId: string): Secret {
  const parts = [Buffer.from(applicationId, 'ascii'), randomBytes(4), randomBytes(32)]
  return new Secret(parts.map((part) => part.toString('base64url')).join('.'))
}

export function isBotToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,40}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{43}$/.test(text)
}

export function hashBotToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
