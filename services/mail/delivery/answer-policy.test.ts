import { describe, expect, test } from 'vitest'
import { judge } from './answer-policy.ts'

const answered = (command: string, text: string) =>
  judge({ code: 'EENVELOPE', command, response: { code: Number(text.slice(0, 3)), text } })

describe('an answer', () => {
  test.each([
    ['550 no such user', null],
    ['550 5.1.1 <x@example.org> unknown', '5.1.1'],
    ['552-5.2.2 mailbox full\r\n552 5.2.2 go away', '5.2.2'],
    ['553 5.1.3 bad address', '5.1.3'],
  ])('to the recipient refuses the address: %s', (text, enhancedCode) => {
    const code = Number(text.slice(0, 3))
    expect(answered('RCPT TO', text)).toEqual({ outcome: 'refused', code, enhancedCode, undeliverable: true })
  })

  test('to the message refuses the message', () => {
    expect(answered('DATA', '554 5.6.0 malformed')).toMatchObject({
      outcome: 'refused',
      undeliverable: false,
    })
  })

  test.each([
    ['RCPT TO', '450 4.2.1 busy'],
    ['RCPT TO', '421 closing'],
    ['RCPT TO', '554 5.7.1 relay access denied'],
    ['RCPT TO', '550 relaying denied'],
    ['RCPT TO', '530 authentication required'],
    ['RCPT TO', '503 bad sequence'],
    ['RCPT TO', '550 4.1.1 contradicts itself'],
    ['MAIL FROM', '550 5.1.8 sender unknown'],
    ['AUTH PLAIN', '535 5.7.8 wrong password'],
    ['CONN', '554 no'],
    ['DATA', '550 5.7.26 not signed'],
  ])('about us or this moment is for later: %s, %s', (command, text) => {
    expect(answered(command, text)).toEqual({ outcome: 'later', fault: text.slice(0, 3) })
  })

  test('that never came is for later', () => {
    const fault = { code: 'ETIMEDOUT', command: 'CONN', response: null }
    expect(judge(fault)).toEqual({ outcome: 'later', fault: 'ETIMEDOUT' })
  })
})
