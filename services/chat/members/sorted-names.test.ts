import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedNames, type NameEntry } from './sorted-names.ts'

const name = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), maxLength: 4 })
const entry = fc.record({ name, accountId: fc.constantFrom('1', '2', '3', '10') })
const step = fc.oneof(fc.record({ add: fc.array(entry, { maxLength: 6 }) }), fc.record({ remove: entry }))

function same(a: NameEntry, b: NameEntry): boolean {
  return a.name === b.name && a.accountId === b.accountId
}

test('through any additions and removals, a beginning finds exactly those who go by such a name', () => {
  fc.assert(
    fc.property(fc.array(step), name, (steps, beginning) => {
      const names = new SortedNames()
      let all: NameEntry[] = []
      for (const one of steps) {
        if ('add' in one) {
          const fresh = one.add.filter(
            (added, at) => !all.concat(one.add.slice(0, at)).some((known) => same(known, added)),
          )
          names.add(fresh)
          all = all.concat(fresh)
        } else {
          names.remove(one.remove)
          all = all.filter((known) => !same(known, one.remove))
        }
      }
      const wanted = new Set(all.filter((one) => one.name.startsWith(beginning)).map((one) => one.accountId))
      expect(new Set(names.beginningWith(beginning, 100))).toEqual(wanted)
      expect(names.beginningWith(beginning, 2)).toHaveLength(Math.min(2, wanted.size))
      expect(names.size).toBe(all.length)
    }),
  )
})
