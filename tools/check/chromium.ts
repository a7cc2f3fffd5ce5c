import { findProgram } from '@alles/platform/testing/programs'

/** Path of the system's Chromium; installs Debian's when this runs as root there. Never skipped in silence. */
export function findChromium(): Promise<string> {
  return findProgram({
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
    variable: 'CHROMIUM',
    without: 'the browser journeys need Chromium',
  })
}
