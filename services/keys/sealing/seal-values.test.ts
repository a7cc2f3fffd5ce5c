import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testKeys, type TestKeys } from '../testing/start-keys.ts'
import { readable, sealWords } from '../testing/words.ts'
import { KeyMissing } from './seal-values.ts'

let own: TestKeys
beforeAll(async () => {
  own = await testKeys()
})
afterAll(() => own.drop())

const place = { table: 't', column: 'c', row: '1' }

describe('sealing and opening', () => {
  test('keeps the order of what it is given, in this process and another', async () => {
    const { ids } = await own.client.create({
      keys: Array.from({ length: 300 }, () => ({ kind: 'content' })),
    })
    const sealed = await sealWords(own.client, ids)
    expect(await readable(own.client, sealed)).toEqual(ids)
    expect(await readable(await own.startAnother(), sealed)).toEqual(ids)
  })

  test('refuses to seal with a key that does not exist', async () => {
    await expect(
      own.client.seal({ items: [{ key: '12345', place, plain: Buffer.from('x') }] }),
    ).rejects.toThrow(KeyMissing)
  })

  test('gives null for a key that was destroyed, among others that were not', async () => {
    const { ids } = await own.client.create({ keys: [{ kind: 'profile' }, { kind: 'profile' }] })
    const sealed = await sealWords(own.client, ids)
    const other = await own.startAnother()
    await readable(other, sealed)
    await own.client.destroy({ ids: ids.slice(0, 1) })
    expect(await readable(own.client, sealed)).toEqual(ids.slice(1))
    expect(await readable(other, sealed)).toEqual(ids.slice(1))
    await expect(
      other.seal({ items: [{ key: ids[0] ?? '', place, plain: Buffer.from('x') }] }),
    ).rejects.toThrow(KeyMissing)
  })

  test('asks the database once for all who want keys at the same time', async () => {
    const { ids } = await own.client.create({
      keys: Array.from({ length: 200 }, () => ({ kind: 'content' })),
    })
    const sealed = await sealWords(own.client, ids)
    const cold = await own.startAnother()
    const found = await Promise.all(
      ids.map((id) => readable(cold, new Map([[id, sealed.get(id) as Uint8Array]]))),
    )
    expect(found.flat()).toEqual(ids)
  })

  test('keeps the key that an id already has', async () => {
    const { ids } = await own.client.create({ keys: [{ kind: 'guild', id: '777' }] })
    expect(ids).toEqual(['777'])
    const sealed = await sealWords(own.client, ids)
    await own.client.create({ keys: [{ kind: 'guild', id: '777' }] })
    expect(await readable(own.client, sealed)).toEqual(ids)
    expect(await readable(await own.startAnother(), sealed)).toEqual(ids)
  })
})
