import { accounts } from '@alles/accounts/service'
import { chat } from '@alles/chat/service'
import { gateway } from '@alles/gateway/service'
import { keys } from '@alles/keys/service'
import { mail } from '@alles/mail/service'
import { media } from '@alles/media/service'
import { oauth } from '@alles/oauth/service'
import { privacy } from '@alles/privacy/service'

/** Every service, from the left of the order of calls to the right: each starts after those it calls. */
export const services = [keys, mail, media, accounts, chat, oauth, privacy, gateway] as const
