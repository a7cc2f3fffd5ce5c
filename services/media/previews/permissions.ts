import { fileURLToPath } from 'node:url'

/** To reach the network and to read its own code; files, processes, threads and native code are out of its reach. */
export function permissions(): string[] {
  const code = ['../../../node_modules/', '../../../platform/', './', '../package.json']
  const readable = code.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return [
    '--permission',
    '--allow-net',
    '--disable-warning=ExperimentalWarning',
    ...readable.map((path) => `--allow-fs-read=${path}`),
  ]
}
