import type { Secret } from '@alles/platform/contract'
import { parseAddress } from './contacts/address-policy.ts'
import { parseRelayUrl } from './delivery/relay-policy.ts'
import { isAddress, isLoopback } from './site-policy.ts'

interface MailSettings {
  readonly smtpUrl: Secret | null
  readonly from: string | null
  readonly publicUrl: string
}

interface NamedFault {
  readonly name: string
  readonly sentence: string
}

/** What is wrong with the settings of mail, by name, to go on from it: "ALLES_SMTP_URL must be …". */
export function mailFaults(settings: MailSettings): NamedFault[] {
  const sentences = { ALLES_SMTP_URL: relayFault(settings), ALLES_MAIL_FROM: senderFault(settings) }
  return Object.entries(sentences).flatMap(([name, sentence]) =>
    sentence === null ? [] : [{ name, sentence }],
  )
}

function relayFault({ smtpUrl }: MailSettings): string | null {
  const relay = smtpUrl && parseRelayUrl(smtpUrl.reveal())
  return typeof relay === 'string' ? relay : null
}

function senderFault({ smtpUrl, from, publicUrl }: MailSettings): string | null {
  if (from !== null) {
    const taken = /^[\x21-\x7e]+$/.test(from) && parseAddress(from, true) !== null
    return taken ? null : 'must be an e-mail address in ASCII, and nothing else'
  }
  const { hostname } = new URL(publicUrl)
  if (!smtpUrl || !isAddress(hostname) || isLoopback(hostname)) return null
  return 'must be set where ALLES_PUBLIC_URL has an IP address: mail needs a sender with a domain'
}
