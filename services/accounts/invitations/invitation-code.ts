import { randomBelow } from '@alles/platform/ids'

/** Digits and letters of which no two look alike. */
const characters = '23456789abcdefghjkmnpqrstuvwxyz'

const length = 12

/** 59 random bits. */
export function newInvitationCode(): string {
  return Array.from({ length }, () => characters[randomBelow(characters.length)]).join('')
}

/** A code as it was meant, however it was typed: in capitals, with spaces or dashes. */
export function readInvitationCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, '')
}
