import { describe, expect, test } from 'vitest'
import { MailContent } from '../contract/index.ts'
import { mayReceive, purposes, retryAt, type Template } from './sending-policy.ts'

const now = Date.UTC(2026, 2, 1)
const hour = 3_600_000

/** Hours after which a mail is tried that is never taken. */
function tries(template: Template): number[] {
  const hours: number[] = []
  let at: number | null = now
  for (let attempts = 1; at !== null; attempts += 1) {
    hours.push((at - now) / hour)
    at = retryAt({ template, createdAt: new Date(now), attempts }, at)
  }
  return hours
}

describe('a mail that is not taken', () => {
  test('is tried with growing waits for two days', () => {
    const hours = tries('password_changed')
    const waits = hours.slice(1).map((one, index) => Math.round((one - (hours[index] ?? 0)) * 60))
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits[0]).toBe(1)
    expect(hours.at(-1)).toBeGreaterThan(40)
    expect(hours.at(-1)).toBeLessThan(48)
  })

  test('is tried no longer than the link in it works', () => {
    expect(tries('verify_address').at(-1)).toBeLessThan(24)
    expect(tries('reset_password').at(-1)).toBeLessThan(1)
    expect(tries('reset_password').length).toBeGreaterThan(2)
  })
})

describe('a contact', () => {
  const at = new Date(now)
  test.each([
    [{ verified_at: null, undeliverable_since: null }, false, true],
    [{ verified_at: at, undeliverable_since: null }, true, true],
    [{ verified_at: at, undeliverable_since: at }, false, true],
    [{ verified_at: null, undeliverable_since: at }, false, true],
  ])('%o', (contact, others, verification) => {
    expect(mayReceive(contact, 'new_sign_in')).toBe(others)
    expect(mayReceive(contact, 'verify_address')).toBe(verification)
  })
})

test('every template has a purpose', () => {
  const templates = MailContent.options.map((option) => option.shape.template.value)
  expect(Object.keys(purposes).toSorted()).toEqual(templates.toSorted())
})
