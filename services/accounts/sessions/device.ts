/** What is kept of a browser's description of itself. */
export interface Device {
  /** Family and major version. */
  readonly browser: string | null
  readonly system: string | null
}

/** In order: many browsers also name the ones they descend from. */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdgA?\/(\d{1,3})/],
  ['Opera', /\bOPR\/(\d{1,3})/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d{1,3})/],
  ['Vivaldi', /\bVivaldi\/(\d{1,3})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,3})/],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d{1,3})/],
  ['Safari', /\bVersion\/(\d{1,3})[\d.]* (?:Mobile\/\S+ )?Safari\//],
]

const systems: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac(?:intosh| OS X)\b/],
  ['Linux', /\bLinux\b/],
]

/** The families of browser and system; everything else is dropped. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, 512)
  for (const [name, pattern] of browsers) {
    const match = pattern.exec(text)
    if (match) return { browser: `${name} ${match[1]}`, system: systemOf(text) }
  }
  return { browser: null, system: systemOf(text) }
}

function systemOf(text: string): string | null {
  return systems.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
