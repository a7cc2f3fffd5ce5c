import * as accountsContract from '@alles/accounts/contract'
import * as keysContract from '@alles/keys/contract'
import * as mediaContract from '@alles/media/contract'
import { createSealer } from '@alles/platform/catalogue'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import { attachmentRoutes } from './attachments/attachment-routes.ts'
import { auditLogRoutes } from './audit-log/audit-log-routes.ts'
import { afterBan, followBan } from './bans/after-ban.ts'
import { banRoutes } from './bans/ban-routes.ts'
import { catalogue } from './catalogue.ts'
import { channelRoutes } from './channels/channel-routes.ts'
import { sweepChannel, sweepMessages } from './channels/sweep-messages.ts'
import type { Chat } from './chat.ts'
import { clearingJobs, clearingRoutes } from './clearings/clearing-routes.ts'
import * as contract from './contract/index.ts'
import { conversationRoutes } from './conversations/conversation-routes.ts'
import { listConversationsOf } from './conversations/conversation-store.ts'
import { createDirectBus } from './conversations/direct-bus.ts'
import type { Schema } from './database/types.ts'
import { draftRoutes } from './drafts/draft-routes.ts'
import { emojiRoutes } from './emojis/emoji-routes.ts'
import { createGuildStates } from './guild-state/guild-states.ts'
import { guildRoutes } from './guilds/guild-routes.ts'
import { guildSettingsRoutes } from './guilds/guild-settings-routes.ts'
import { destroyKeys, purgeDeleted } from './guilds/purge-guild.ts'
import { inviteRoutes } from './invites/invite-routes.ts'
import { listen } from './listeners.ts'
import { addBot } from './members/add-bot.ts'
import { OnlineCounts } from './guilds/online-counts.ts'
import { listMembers } from './members/list-members.ts'
import { NameDirectory } from './members/name-directory.ts'
import { searchMembers } from './members/search-members.ts'
import { MemberDirectory } from './members/member-directory.ts'
import { createAuthors } from './members/authors.ts'
import { findMembers } from './members/find-member.ts'
import { endVisits } from './members/end-visits.ts'
import { leaveEverything } from './members/leave-everything.ts'
import { listContentKeysOf } from './members/member-store.ts'
import { memberRoutes } from './members/member-routes.ts'
import { messageJobs, messageRoutes } from './messages/message-routes.ts'
import { missedMessages } from './messages/missed-messages.ts'
import { createMessageWriter } from './messages/message-writer.ts'
import { ReadyPages } from './messages/ready-pages.ts'
import { pictureJobs } from './pictures/drop-pictures.ts'
import { notificationSettingsRoutes } from './notification-settings/notification-settings-routes.ts'
import { ToldEntries } from './outbox/told-entries.ts'
import { personalRoutes } from './personal-settings/personal-routes.ts'
import { pinJobs, pinRoutes } from './pins/pin-routes.ts'
import { pollJobs, pollRoutes } from './polls/poll-routes.ts'
import { readBeginning } from './personal-settings/read-beginning.ts'
import { Blocks } from './relationships/blocks.ts'
import { readReach } from './relationships/read-reach.ts'
import { relationshipRoutes } from './relationships/relationship-routes.ts'
import { reactionJobs, reactionRoutes } from './reactions/reaction-routes.ts'
import { readStateRoutes } from './read-states/read-state-routes.ts'
import { roleRoutes } from './roles/role-routes.ts'
import { threadJobs, threadRoutes } from './threads/thread-routes.ts'
import { listJoined } from './threads/thread-store.ts'
import { threadAudience } from './threads/thread-audience.ts'
import { Indexer } from './search/indexer.ts'
import { searchRoutes } from './search/search-routes.ts'
import { WrittenChannels } from './search/written-channels.ts'
import { screeningRoutes } from './screening/screening-routes.ts'
import { stickerRoutes } from './stickers/sticker-routes.ts'
import { templateRoutes } from './templates/template-routes.ts'
import { userRoutes } from './users/user-routes.ts'

export interface ChatOptions {
  /** Whether no other process uses the same databases; always so unless said otherwise. */
  readonly isAlone?: () => boolean
}

export const chat = defineService<Schema, ChatOptions>({
  name: 'chat',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const wired = wire(parts, options)
    provideCalls(parts.calls, wired)
    for (const answer of routes) answer(wired, parts.routes)
    runJobs(wired)
    const unsubscribe = listen(wired)
    const indexer = parts.roles.has('worker') ? new Indexer(wired) : null
    return async () => {
      unsubscribe()
      await wired.writer.stop()
      wired.written.tell()
      await indexer?.stop()
    }
  },
})

const routes = [
  guildRoutes,
  guildSettingsRoutes,
  channelRoutes,
  roleRoutes,
  memberRoutes,
  banRoutes,
  auditLogRoutes,
  screeningRoutes,
  emojiRoutes,
  stickerRoutes,
  templateRoutes,
  inviteRoutes,
  userRoutes,
  messageRoutes,
  reactionRoutes,
  pinRoutes,
  pollRoutes,
  threadRoutes,
  readStateRoutes,
  notificationSettingsRoutes,
  draftRoutes,
  conversationRoutes,
  relationshipRoutes,
  personalRoutes,
  attachmentRoutes,
  clearingRoutes,
  searchRoutes,
]

function wire(parts: Parts<Schema>, options: ChatOptions): Chat {
  const { database, calls, jobs, ids, clock, log, metrics } = parts
  const keys = calls.of(keysContract)
  const accounts = calls.of(accountsContract)
  const media = calls.of(mediaContract)
  const sealer = createSealer(keys)
  const guilds = createGuildStates({ database, sealer, clock, isAlone: options.isAlone })
  const bus = createDirectBus({ bus: parts.bus, guilds, log })
  const told = new ToldEntries({ database, bus, log })
  return {
    database,
    sealer,
    keys,
    accounts,
    bus,
    media,
    jobs,
    ids,
    clock,
    log,
    metrics,
    guilds,
    members: new MemberDirectory({ database, sealer }),
    authors: createAuthors({ database, profiles: accounts.profiles }),
    online: new OnlineCounts(),
    names: new NameDirectory({ database, sealer, log, profiles: accounts.profiles }),
    writer: createMessageWriter({ database, sealer, clock, ids, log, metrics, told }),
    told,
    written: new WrittenChannels(bus),
    blocks: new Blocks((accountId) => readReach({ database, sealer }, accountId)),
    pages: new ReadyPages(),
    addresses: once(() => media.attachmentAddresses({})),
    isAlone: options.isAlone ?? (() => true),
  }
}

/** Asks again only where the answer could not be had. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = null
      throw error
    })
    return asked
  }
}

function provideCalls(calls: Calls, wired: Chat): void {
  calls.provide(contract.guildsOf, async ({ accountId }) => [
    ...(await wired.members.ofAccount(accountId)).keys(),
  ])
  calls.provide(contract.conversationsOf, ({ accountId }) => listConversationsOf(wired.database, accountId))
  calls.provide(contract.guildState, ({ guildId, newest }) =>
    newest ? wired.guilds.getNewest(guildId) : wired.guilds.get(guildId),
  )
  calls.provide(contract.missedMessages, (input) => missedMessages(wired, input))
  calls.provide(contract.threadAudience, (asked) => threadAudience(wired, asked))
  calls.provide(contract.joinedThreads, (asked) => listJoined(wired.database, asked))
  calls.provide(contract.guildMembers, async ({ guildId, accountIds }) => {
    const guild = await wired.guilds.get(guildId)
    return guild ? [...(await findMembers(wired, guild, accountIds)).values()] : []
  })
  calls.provide(contract.beginningOf, ({ accountId }) => readBeginning(wired, accountId))
  calls.provide(contract.guildMembersAfter, (page) => listMembers(wired, page))
  calls.provide(contract.guildMembersNamed, async (input) => {
    const guild = await wired.guilds.get(input.guildId)
    return guild ? searchMembers(wired, guild, input) : []
  })
  calls.provide(contract.membershipKeys, ({ accountId }) => listContentKeysOf(wired.database, accountId))
  calls.provide(contract.addBot, (input) => addBot(wired, input))
  calls.provide(contract.endVisits, async ({ accountIds }) => ({ ended: await endVisits(wired, accountIds) }))
  calls.provide(contract.leaveEverything, (input) => leaveEverything(wired, input))
}

const purgeDeletedName = 'chat.purgeDeleted'
const purgeDeletedSeconds = 600

function runJobs(wired: Chat): void {
  messageJobs(wired)
  reactionJobs(wired)
  pinJobs(wired)
  pollJobs(wired)
  threadJobs(wired)
  clearingJobs(wired)
  pictureJobs(wired)
  wired.jobs.run(sweepMessages, async ({ channelId }) => {
    await sweepChannel(wired, channelId)
  })
  wired.jobs.run(afterBan, (payload) => followBan(wired, payload))
  wired.jobs.every(purgeDeletedName, purgeDeletedSeconds, () => purgeDeleted(wired))
  wired.jobs.run(destroyKeys, async ({ ids }) => {
    await wired.keys.destroy({ ids })
  })
}
