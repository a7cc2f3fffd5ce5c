import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeApi } from '@alles/server/describe-api'

/** Writes docs/openapi.json from the contracts; with `--check` only says whether it is up to date. */
const file = join(import.meta.dirname, '../docs/openapi.json')
const text = `${JSON.stringify(describeApi(), null, 2)}\n`

if (process.argv.includes('--check')) {
  const written = await readFile(file, 'utf8').catch(() => '')
  if (written !== text) {
    console.log('docs/openapi.json differs from the contracts.')
    process.exitCode = 1
  }
} else await writeFile(file, text)
