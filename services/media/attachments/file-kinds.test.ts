import { describe, expect, test } from 'vitest'
import { kindOf, shownType } from './file-kinds.ts'

const head = (text: string) => Buffer.from(text.padEnd(100, '\0'), 'latin1')

describe('what a file is', () => {
  test.each([
    ['\x00\x00\x00\x20ftypisom', 'video/mp4'],
    ['\x00\x00\x00\x20ftypM4A ', 'audio/mp4'],
    ['\x00\x00\x00\x20ftypqt  ', 'video/quicktime'],
    ['\x00\x00\x00\x20ftypheic', 'application/octet-stream'],
    ['\x1a\x45\xdf\xa3\x01\x42\x82\x84webm', 'video/webm'],
    ['\x1a\x45\xdf\xa3\x01\x42\x82\x88matroska', 'application/octet-stream'],
    ['RIFF\x10\x00\x00\x00WAVE', 'audio/wav'],
    ['ID3\x04', 'audio/mpeg'],
    ['\xff\xfb\x90\x44', 'audio/mpeg'],
    ['OggS\x00\x02', 'audio/ogg'],
    ['fLaC\x00', 'audio/flac'],
    ['PK\x03\x04', 'application/octet-stream'],
    ['%PDF-1.7\n\0', 'application/octet-stream'],
    ['MZ\x90\x00', 'application/octet-stream'],
  ])('is told by its beginning (%j)', (text, mediaType) => {
    expect(kindOf(head(text))).toEqual({ picture: false, mediaType })
  })

  test.each(['\x89PNG\r\n\x1a\n', 'GIF89a', '\xff\xd8\xff\xe0', 'RIFF\x10\x00\x00\x00WEBP'])(
    'is a picture to be looked at (%j)',
    (text) => expect(kindOf(head(text))).toEqual({ picture: true }),
  )

  test('is text where it is UTF-8 without control characters, wherever its beginning is cut', () => {
    const text = (value: string | Buffer) => kindOf(Buffer.from(value as string))
    expect(text('Grüße\n\ttab')).toEqual({ picture: false, mediaType: 'text/plain' })
    for (const before of [4093, 4094, 4095])
      expect(text(`${'a'.repeat(before)}€€€`)).toEqual({ picture: false, mediaType: 'text/plain' })
    expect(text(Buffer.from([0x61, 0xff, 0x62]))).toMatchObject({ mediaType: 'application/octet-stream' })
    expect(text('a\u0001b')).toMatchObject({ mediaType: 'application/octet-stream' })
  })

  test.each([
    ['text/plain', 'notes.txt', 'text/plain; charset=utf-8'],
    ['text/plain', 'index.html', 'application/octet-stream'],
    ['text/plain', 'drawing.svg', 'application/octet-stream'],
    ['text/plain', 'noending', 'application/octet-stream'],
    ['video/mp4', 'song.m4a', 'audio/mp4'],
    ['image/png', 'program.exe', 'image/png'],
    ['application/octet-stream', 'photo.png', 'application/octet-stream'],
  ])('of %s called %s is shown as %s', (mediaType, name, shown) => {
    expect(shownType(mediaType, name)).toBe(shown)
  })
})
