import * as accountsContract from '@alles/accounts/contract'
import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import { afterBan, followBan } from './bans/after-ban.ts'
import { banRoutes } from './bans/ban-routes.ts'
import { catalogue } from './catalogue.ts'
import { channelRoutes } from './channels/channel-routes.ts'
import { sweepChannel, sweepMessages } from './channels/sweep-messages.ts'
import type { Chat } from './chat.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { createGuildStates } from './guild-state/guild-states.ts'
import { destroyKeys } from './guilds/delete-guild.ts'
import { guildRoutes } from './guilds/guild-routes.ts'
import { inviteRoutes } from './invites/invite-routes.ts'
import { listen } from './listeners.ts'
import { addBot } from './members/add-bot.ts'
import { listMembers } from './members/list-members.ts'
import { NameDirectory } from './members/name-directory.ts'
import { searchMembers } from './members/search-members.ts'
import { MemberDirectory } from './members/member-directory.ts'
import { createAuthors } from './members/authors.ts'
import { findMembers } from './members/find-member.ts'
import { leaveEverything } from './members/leave-everything.ts'
import { memberRoutes } from './members/member-routes.ts'
import { messageJobs, messageRoutes } from './messages/message-routes.ts'
import { createMessageWriter } from './messages/message-writer.ts'
import { roleRoutes } from './roles/role-routes.ts'
import { threadJobs, threadRoutes } from './threads/thread-routes.ts'
import { listJoined } from './threads/thread-store.ts'
import { threadAudience } from './threads/thread-audience.ts'
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
    return async () => {
      unsubscribe()
      await wired.writer.stop()
    }
  },
})

const routes = [
  guildRoutes,
  channelRoutes,
  roleRoutes,
  memberRoutes,
  banRoutes,
  inviteRoutes,
  userRoutes,
  messageRoutes,
  threadRoutes,
]

function wire(parts: Parts<Schema>, options: ChatOptions): Chat {
  const { database, calls, bus, jobs, ids, clock, log, metrics } = parts
  const keys = calls.of(keysContract)
  const accounts = calls.of(accountsContract)
  const sealer = createSealer(keys)
  return {
    database,
    sealer,
    keys,
    accounts,
    bus,
    jobs,
    ids,
    clock,
    log,
    metrics,
    guilds: createGuildStates({ database, sealer, clock, isAlone: options.isAlone }),
    members: new MemberDirectory({ database, sealer }),
    authors: createAuthors({ database, profiles: accounts.profiles }),
    names: new NameDirectory({ database, sealer, log, profiles: accounts.profiles }),
    writer: createMessageWriter({ database, sealer, clock, ids, log, metrics }),
  }
}

function provideCalls(calls: Calls, wired: Chat): void {
  calls.provide(contract.guildsOf, async ({ accountId }) => [
    ...(await wired.members.ofAccount(accountId)).keys(),
  ])
  calls.provide(contract.guildState, ({ guildId }) => wired.guilds.get(guildId))
  calls.provide(contract.threadAudience, (asked) => threadAudience(wired, asked))
  calls.provide(contract.joinedThreads, (asked) => listJoined(wired.database, asked))
  calls.provide(contract.guildMembers, async ({ guildId, accountIds }) => {
    const guild = await wired.guilds.get(guildId)
    return guild ? [...(await findMembers(wired, guild, accountIds)).values()] : []
  })
  calls.provide(contract.guildMembersAfter, (page) => listMembers(wired, page))
  calls.provide(contract.guildMembersNamed, async (input) => {
    const guild = await wired.guilds.get(input.guildId)
    return guild ? searchMembers(wired, guild, input) : []
  })
  calls.provide(contract.addBot, (input) => addBot(wired, input))
  calls.provide(contract.leaveEverything, (input) => leaveEverything(wired, input))
}

function runJobs(wired: Chat): void {
  messageJobs(wired)
  threadJobs(wired)
  wired.jobs.run(sweepMessages, async ({ channelId }) => {
    await sweepChannel(wired.database, channelId)
  })
  wired.jobs.run(afterBan, (payload) => followBan(wired, payload))
  wired.jobs.run(destroyKeys, async ({ ids }) => {
    await wired.keys.destroy({ ids })
  })
}
