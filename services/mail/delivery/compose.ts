import { createTransport } from 'nodemailer'
import type { Site } from '../site-policy.ts'
import type { Signer } from './dkim-key.ts'

/** What is written into one mail. */
export interface Message {
  readonly id: string
  readonly to: string
  readonly date: Date
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Makes the whole message, signed (RFC 6376), as it goes over the wire. */
export type Composer = (message: Message) => Promise<Buffer>

/**
 * What the signature covers, where it is there. Said here and not left to the library: one-click unsubscribing counts
 * only where both of its headers are signed (RFC 8058, 4).
 */
const signedHeaders = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Auto-Submitted',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':')

const senderName = 'Alles'

export function createComposer(site: Site, signer: Signer): Composer {
  const writer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
    dkim: {
      domainName: site.senderDomain,
      keySelector: signer.selector,
      privateKey: signer.privateKey.reveal(),
      headerFieldNames: signedHeaders,
    },
  })
  return async (message) => {
    const { message: raw } = await writer.sendMail({
      from: { name: senderName, address: site.senderAddress },
      to: { name: '', address: message.to },
      subject: message.subject,
      text: message.text,
      html: message.html,
      date: message.date,
      messageId: `<${message.id}@${site.senderDomain}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...message.headers },
    })
    if (!Buffer.isBuffer(raw)) throw new Error('a mail was not written whole')
    return raw
  }
}
