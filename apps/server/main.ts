import { createLog } from '@alles/platform/log'
import { sentenceOf } from './cannot-start.ts'
import { endOnBugs } from './last-words.ts'
import { loadSettings } from './settings.ts'
import { start } from './start.ts'

const log = createLog({ level: 'info' })
endOnBugs(log)

/** How long a start that is no longer wanted may take to come to its end. */
const hurryMs = 7000

async function main(): Promise<void> {
  const settings = await loadSettings(process.env)
  const starting = start(settings, log, 'serve')
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
  await starting
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
