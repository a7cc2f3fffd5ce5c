import type { Application } from '@alles/oauth/contract'
import { describe, expect, test } from 'vitest'
import { changesOf, emptyValues, faultAt, findFaults, sentOf, valuesOf } from './application-form.ts'

const application: Application = {
  id: '1',
  name: 'Seed swap',
  description: 'Swaps seeds.',
  redirect_uris: ['https://seeds.example/back'],
  terms_url: 'https://seeds.example/terms',
  privacy_url: 'https://seeds.example/privacy',
  post_logout_redirect_uris: [],
  backchannel_logout_uri: null,
  client_type: 'confidential',
  logo: null,
  bot: false,
  paused: false,
  suspended: false,
  secrets: [],
  usage: { connected: 0, sign_ins: 0 },
  created_at: '2026-11-20T10:00:00.000Z',
}
const good = valuesOf(application)

describe('what is wrong in a form', () => {
  test('is nothing where all is well', () => expect(findFaults(good)).toEqual({}))

  test('is a missing name, and missing terms', () => {
    expect(findFaults(emptyValues)).toEqual({ name: 'missing', terms: 'missing', privacy: 'missing' })
    expect(findFaults({ ...good, name: ' a ' })).toEqual({ name: 'too-short' })
  })

  test.each([
    'seeds.example/terms',
    'http://seeds.example/terms',
    'javascript:alert(1)',
    'https://me:secret@seeds.example/',
    'https://',
  ])('is an address like %s', (terms) =>
    expect(findFaults({ ...good, terms })).toEqual({ terms: 'no-address' }),
  )

  test.each(['http://localhost:8080/back', 'http://127.0.0.1/back', 'http://[::1]:3000/back'])(
    'is not an address of this machine: %s',
    (address) => expect(findFaults({ ...good, redirects: [address] })).toEqual({}),
  )

  test('is a row with a fragment, one that is none, and one that was there before; empty rows are not', () => {
    const redirects = ['https://a.example/#x', '', 'nowhere', 'https://b.example/', ' https://b.example/ ']
    expect(findFaults({ ...good, redirects })).toEqual({
      redirects: { 0: 'fragment', 2: 'no-address', 4: 'twice' },
    })
  })
})

describe('what is sent', () => {
  test('has neither empty rows nor space around anything', () => {
    const sent = sentOf({
      ...good,
      name: ' Seeds ',
      redirects: ['', ' https://a.example/ '],
      backchannel: ' ',
    })
    expect(sent).toMatchObject({
      name: 'Seeds',
      redirect_uris: ['https://a.example/'],
      post_logout_redirect_uris: [],
      backchannel_logout_uri: null,
    })
  })

  test('is only what is another', () => {
    expect(changesOf(application, good)).toEqual({})
    expect(changesOf(application, { ...good, description: '', redirects: [''] })).toEqual({
      description: '',
      redirect_uris: [],
    })
  })
})

describe('a fault of the server', () => {
  test('is shown at the row that it counted without the empty ones', () => {
    const values = { ...good, redirects: ['', 'https://a.example/', 'https://b.example/'] }
    expect(faultAt(['redirect_uris', 1], values)).toEqual({ redirects: { 2: 'no-address' } })
  })

  test('is shown at its field, and nowhere where the form has none', () => {
    expect(faultAt(['terms_url'], good)).toEqual({ terms: 'no-address' })
    expect(faultAt(['client_type'], good)).toBeNull()
    expect(faultAt([], good)).toBeNull()
  })
})
