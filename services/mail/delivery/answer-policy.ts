import type { Delivery } from './delivery.ts'

/** What an exchange with a relay failed with, as far as it matters. */
export interface RelayFault {
  /** The library's word: `ECONNECTION`, `EENVELOPE`, … */
  readonly code: string
  /** The command that was answered: `RCPT TO`, `DATA`, … */
  readonly command: string
  /** The relay's answer; null where there was none. */
  readonly response: { readonly code: number; readonly text: string } | null
}

/** 5yz answers that say something about how we speak or who we are, and nothing about the mail (RFC 5321, RFC 4954). */
const aboutUs: ReadonlySet<number> = new Set([500, 501, 502, 503, 504, 521, 530, 534, 535, 538])

/**
 * Whether a mail is refused for good, and whether its address is. Only a permanent answer to the recipient or to the
 * message counts; one about security or policy (x.7.x, or the word "relaying") may be the operator's to mend, so the
 * mail waits. Everything else is tried again.
 */
export function judge(fault: RelayFault): Exclude<Delivery, { outcome: 'sent' }> {
  const { response, command } = fault
  if (!response) return { outcome: 'later', fault: fault.code }
  const { code, text } = response
  const enhancedCode = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null
  const aboutMail = command === 'RCPT TO' || command === 'DATA'
  if (!aboutMail || !isPermanent(code, enhancedCode) || isPolicy(text, enhancedCode))
    return { outcome: 'later', fault: String(code) }
  return { outcome: 'refused', code, enhancedCode, undeliverable: command === 'RCPT TO' }
}

/** An enhanced code of another class contradicts the answer; then it is not taken for permanent. */
function isPermanent(code: number, enhancedCode: string | null): boolean {
  return code >= 500 && code < 600 && !aboutUs.has(code) && (enhancedCode?.startsWith('5.') ?? true)
}

function isPolicy(text: string, enhancedCode: string | null): boolean {
  return enhancedCode?.startsWith('5.7.') === true || /\brelay/i.test(text)
}
