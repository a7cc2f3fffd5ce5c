import { deletedUser, sendMessage, type Message } from '@alles/chat/contract'
import { createHttp } from '@alles/platform/http'
import { systemClock } from '@alles/platform/ids'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'

/** The baseline of sends: the same HTTP stack and the same contract, with a handler that does nothing. Argument: PORT. */
const port = Number(process.argv[2])
const author = deletedUser('1')
const http = createHttp({
  publicUrl: `http://localhost:${port}`,
  host: '127.0.0.1',
  port,
  trustedProxies: [],
  rateLimits: false,
  authenticate: async () => ({ actor: { accountId: '1', bot: false }, session: null, administrator: false }),
  log: silentLog,
  metrics: createMetrics(),
  clock: systemClock,
})

/** Nobody sends files here. */
const noFiles = {
  mostBytes: 0,
  admit: async () => undefined,
  receive: async () => undefined,
  discard: async () => undefined,
}

http.routesFor('baseline').answerForm(sendMessage, noFiles, (input): Message => ({
  id: '1',
  channel_id: input.channelId,
  author,
  content: input.content ?? '',
  timestamp: '2026-01-01T00:00:00.000Z',
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  components: [],
  pinned: false,
  type: 0,
  flags: 0,
}))
await http.listen()
console.log('ready')
