import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ScopeName } from '@alles/oauth/contract'

interface ScopeWords {
  /** What the application can do with it. */
  readonly name: MessageDescriptor
  /** What that means. */
  readonly meaning: MessageDescriptor
  /** What an application that has it may see. */
  readonly sees: MessageDescriptor
}

/** Every scope in plain sentences. */
export const scopeWords: Readonly<Record<ScopeName, ScopeWords>> = {
  openid: {
    name: msg`Recognise you when you come back`,
    meaning: msg`By a number made for this application and this account. No other application gets the same one.`,
    sees: msg`A number made for it alone, by which it recognises you`,
  },
  profile: {
    name: msg`See your public account`,
    meaning: msg`Its number, username, display name and picture: what everybody here sees of it.`,
    sees: msg`Your public account: its number, username, display name and picture`,
  },
  offline_access: {
    name: msg`Stay connected while you are away`,
    meaning: msg`Without this it asks again. With it, it keeps what you allow here until you take it back.`,
    sees: msg`The same while you are away`,
  },
}
