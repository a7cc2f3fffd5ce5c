import { hash, randomBytes } from 'node:crypto'
import { Secret } from '@alles/platform/contract'

/** 256 random bits. Only their SHA-256 is stored. */
export function newToken(): Secret {
  return new Secret(randomBytes(32).toString('base64url'))
}

export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
