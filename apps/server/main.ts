import { createLog } from '@alles/platform/log'
import { sentenceOf } from './cannot-start.ts'
import { endOnBugs } from './last-words.ts'
import type { Settings } from './settings.ts'
import type { Running } from './start.ts'

const log = createLog({ level: 'info' })
endOnBugs(log)

/** How long a start that is no longer wanted may take to come to its end. */
const hurryMs = 7000

/** Reads the program only now: it is large, and may be told to stop meanwhile. */
async function begin(): Promise<Running & { readonly settings: Settings }> {
  const { loadSettings } = await import('./settings.ts')
  const settings = await loadSettings(process.env)
  const { start } = await import('./start.ts')
  return { ...(await start(settings, log, 'serve')), settings }
}

async function main(): Promise<void> {
  const starting = begin()
  let started = false
  // A group gets the signal twice, and it may come before everything stands: stopping is idempotent and waits for both.
  const stop = () => {
    // Nobody has been served yet, and what is half started recovers as it does after a power cut.
    if (!started) setTimeout(() => process.exit(0), hurryMs).unref()
    void starting.then(
      async (running) => {
        await running.stop()
        process.exit(0)
      },
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  const { settings } = await starting
  started = true
  process.stdout.write(`\n  Alles is running at ${settings.publicUrl}\n  Ctrl-C stops it.\n\n`)
}

try {
  await main()
} catch (error) {
  const sentence = sentenceOf(error)
  if (sentence === null) log.error('start.failed', { error })
  process.stderr.write(
    `${sentence ?? 'Alles could not start because of a bug; the line above says where.'}\n`,
  )
  process.exit(1)
}
