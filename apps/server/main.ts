import { createLog } from '@alles/platform/log'
import { sentenceOf } from './cannot-start.ts'
import { endOnBugs } from './last-words.ts'
import { loadSettings } from './settings.ts'
import { start } from './start.ts'

const log = createLog({ level: 'info' })
endOnBugs(log)

async function main(): Promise<void> {
  const settings = await loadSettings(process.env)
  const starting = start(settings, log, 'serve')
  // A group gets the signal twice, and it may come before everything stands: stopping is idempotent and waits for both.
  const stop = () => {
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
