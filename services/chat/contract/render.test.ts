import { describe, expect, test } from 'vitest'
import { deletedUser, renderCurrentUser, renderUser } from './render.ts'
import { User } from './wire.ts'

const profile = {
  id: '7',
  username: 'ada',
  displayName: 'Ada',
  avatar: 'a'.repeat(32),
  banner: 'b'.repeat(32),
  color: 0x33_66_99,
  bot: false,
}

describe('an account', () => {
  test('is shown with its pictures and colour, to others and to itself', () => {
    const shown = { avatar: profile.avatar, banner: profile.banner, accent_color: 0x33_66_99 }
    expect(User.parse(renderUser(profile))).toMatchObject({ global_name: 'Ada', ...shown })
    expect(renderCurrentUser(profile)).toMatchObject(shown)
  })

  test('that was erased has none', () => {
    expect(deletedUser('9')).toMatchObject({ avatar: null, banner: null, accent_color: null })
  })
})
