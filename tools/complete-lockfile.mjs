// Not every registry holds every platform's package; npm then leaves it out of the lockfile and `npm ci` refuses.
// This adds the missing optional entries by name and version. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  freebsd: 'freebsd',
  android: 'android',
  openharmony: 'openharmony',
  aix: 'aix',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
}
const processors = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]

for (const file of process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['package-lock.json'])
  complete(file)

function complete(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const [place, entry] of Object.entries(lock.packages))
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {}))
      if (!lock.packages[`${place}/node_modules/${name}`])
        lock.packages[`node_modules/${name}`] ??= missing(name, range)
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}

function missing(name, range) {
  const words = name.split(/[^a-z0-9]+/)
  const os = words.map((word) => systems[word]).find(Boolean)
  const cpu = processors.find((word) => words.includes(word))
  return {
    version: range.replace(/^[\^~]/, ''),
    optional: true,
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
  }
}
