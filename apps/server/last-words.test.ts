import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const program = `
  import { createLog } from '@alles/platform/log'
  import { endOnBugs } from './last-words.ts'
  endOnBugs(createLog({ level: 'info' }))
  setInterval(() => {}, 1000)
  Promise.reject(Object.assign(new TypeError('canary text'), { code: '23505', detail: 'canary detail' }))
`

test('a bug that nobody caught ends the process in one line that quotes nothing', () => {
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  expect(ended.status).toBe(1)
  expect(ended.stdout + ended.stderr).not.toContain('canary')
  expect(JSON.parse(ended.stdout)).toMatchObject({
    level: 'error',
    event: 'process.bug',
    error: { name: 'TypeError', code: '23505' },
  })
})
