import { query, z } from '@alles/platform/contract'

export const DnsRecord = z.object({
  type: z.literal('TXT'),
  name: z.string(),
  value: z.string(),
  /** What it is for, in a sentence. */
  about: z.string(),
})
export type DnsRecord = z.infer<typeof DnsRecord>

export const describeDns = query('mail.describeDns', {
  about: 'The DNS records to publish so that other servers believe mail of this instance: DKIM, SPF, DMARC.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ records: z.array(DnsRecord) }),
})

export const doctor = query('mail.doctor', {
  about: 'What keeps mail from arriving, each a sentence that says what to do.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ faults: z.array(z.string()) }),
})
