import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runTool } from './tool.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of the system's Chromium; installs Debian's when this runs as root there. Never skipped in silence. */
export async function findChromium(): Promise<string> {
  const given = process.env.CHROMIUM
  if (given) return given
  const found = onPath()
  if (found) return found
  if (process.getuid?.() === 0 && (await runTool('sh', ['-c', 'command -v apt-get'])).status === 0) {
    await runTool('apt-get', ['update', '-q'])
    await runTool('apt-get', ['install', '-yq', '--no-install-recommends', 'chromium'], {
      DEBIAN_FRONTEND: 'noninteractive',
    })
  }
  const installed = onPath()
  if (installed) return installed
  throw new Error(
    'the browser journeys need Chromium: install the package `chromium` (or set CHROMIUM to its path)',
  )
}

function onPath(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of names) {
      const path = join(folder, name)
      if (isExecutable(path)) return path
    }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
