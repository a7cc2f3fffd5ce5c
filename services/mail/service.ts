import { join } from 'node:path'
import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import type { Secret } from '@alles/platform/contract'
import { createLedger, type LedgerEntry } from '@alles/platform/egress'
import { PrintableError } from '@alles/platform/log'
import { defineService, type Parts } from '@alles/platform/service'
import { provideCalls } from './calls.ts'
import { catalogue } from './catalogue.ts'
import { forgetUnverified } from './contacts/forget-unverified.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { createComposer } from './delivery/compose.ts'
import { openSigner } from './delivery/dkim-key.ts'
import { openOutbox } from './delivery/outbox.ts'
import { parseRelayUrl } from './delivery/relay-policy.ts'
import { openRelay, type Relay } from './delivery/relay.ts'
import type { Mail } from './mail.ts'
import { deliverMail } from './outgoing/deliver-mail.ts'
import { siteOf, type Site } from './site-policy.ts'
import { deliver } from './tasks.ts'

export { mailFaults } from './settings-policy.ts'

export interface MailOptions {
  /** `DATA_DIR`: `keys/dkim.pem` there signs mail, `outbox` takes it where there is no relay. */
  readonly directory: string
  readonly publicUrl: string
  /** `smtp://` or `smtps://`; see `parseRelayUrl`. */
  readonly smtpUrl: Secret | null
  /** The sender's address; `no-reply@` the host of `publicUrl` where it is null. */
  readonly from: string | null
  /** Keeps the ledger of what went to the relay, beyond the log. */
  readonly record?: (entry: LedgerEntry) => void
}

const hourSeconds = 3_600

export const mail = defineService<Schema, MailOptions>({
  name: 'mail',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const own = await assemble(parts, options)
    provideCalls(parts.calls, own)
    parts.jobs.run(deliver, ({ id }) => deliverMail(own, id))
    parts.jobs.every('mail.sweep', hourSeconds, async () => {
      const count = await own.outbox.sweep()
      if (count > 0) parts.log.info('mail.outbox_swept', { count })
      await forgetUnverified(own)
    })
    return async () => {}
  },
})

async function assemble(parts: Parts<Schema>, options: MailOptions): Promise<Mail> {
  const { database, calls, jobs, ids, clock, log } = parts
  const keys = calls.of(keysContract)
  const site = siteOf(options.publicUrl, options.from)
  const signer = await openSigner(join(options.directory, 'keys'))
  return {
    database,
    jobs,
    ids,
    clock,
    log,
    keys,
    sealer: createSealer(keys),
    site,
    signer,
    compose: createComposer(site, signer),
    outbox: await openOutbox(join(options.directory, 'outbox'), clock),
    relay: options.smtpUrl && relayOf(options.smtpUrl, site, createLedger({ ...parts, ...options })),
  }
}

function relayOf(url: Secret, site: Site, ledger: ReturnType<typeof createLedger>): Relay {
  const address = parseRelayUrl(url.reveal())
  if (typeof address === 'string') throw new PrintableError(`ALLES_SMTP_URL ${address}.`)
  return openRelay({ address, name: site.senderDomain, ledger })
}
