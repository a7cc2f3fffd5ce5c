import { createHttp } from '@alles/platform/http'
import { systemClock } from '@alles/platform/ids'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { sendMessage } from '@alles/chat/contract'

/** The baseline of sends: the same HTTP stack and the same contract with an empty handler. Argument: PORT. */
const port = Number(process.argv[2])
