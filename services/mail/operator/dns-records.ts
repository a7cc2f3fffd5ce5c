import type { DnsRecord } from '../contract/index.ts'
import type { Mail } from '../mail.ts'

/** What the operator publishes so that other servers believe mail of this instance. */
export function dnsRecords({ site, signer, relay }: Pick<Mail, 'site' | 'signer' | 'relay'>): DnsRecord[] {
  const domain = site.senderDomain
  return [
    {
      type: 'TXT',
      name: `${signer.selector}._domainkey.${domain}`,
      value: `v=DKIM1; k=rsa; p=${signer.publicKey}`,
      about:
        'DKIM: the key our signatures are checked with. Where 255 characters are the limit, in several strings one after the other.',
    },
    {
      type: 'TXT',
      name: domain,
      value: relay ? `v=spf1 a:${relay.host} ~all` : 'v=spf1 -all',
      about: relay
        ? 'SPF: who may send mail of this domain. Where the relay names a record of its own to include, use that.'
        : 'SPF: without a relay nobody sends mail of this domain.',
    },
    {
      type: 'TXT',
      name: `_dmarc.${domain}`,
      value: 'v=DMARC1; p=quarantine; adkim=s',
      about: 'DMARC: what others do with mail of this domain that neither signature nor sender proves.',
    },
  ]
}
