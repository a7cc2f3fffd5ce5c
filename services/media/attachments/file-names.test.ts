import { describe, expect, test } from 'vitest'
import { fileName } from './file-names.ts'

describe('what a file is called', () => {
  test.each([
    ['plan.png', 'plan.png', undefined],
    ['Plan of the garden.PNG', 'Plan_of_the_garden.PNG', 'Plan of the garden'],
    ['SPOILER_end.mp4', 'SPOILER_end.mp4', undefined],
    ['grün – été.txt', 'grun__ete.txt', 'grün – été'],
    ['日本.jpg', 'unknown.jpg', '日本'],
    ['../../etc/passwd', 'passwd', undefined],
    ['C:\\Users\\ada\\tax.pdf', 'tax.pdf', undefined],
    ['.htaccess', 'htaccess', '.htaccess'],
    ['archive.tar.gz', 'archive.tar.gz', undefined],
    ['', 'unknown', undefined],
    ['...', 'unknown', '..'],
    // What looks as if it ended in ".png" and ends in ".exe".
    ['photo\u202egnp.exe', 'photognp.exe', undefined],
    ['a\0b\r\nc.txt', 'ab__c.txt', 'abc'],
    ['\ud800.png', 'unknown.png', undefined],
    ['x'.repeat(500) + '.' + 'y'.repeat(50), `${'x'.repeat(80)}.${'y'.repeat(12)}`, 'x'.repeat(128)],
  ])('%j is written %s', (wished, filename, title) => {
    const name = fileName(wished)
    expect(name.filename).toBe(filename)
    expect(name.filename).toMatch(/^[A-Za-z0-9_.-]{1,100}$/)
    expect(name.title).toBe(title)
  })
})
