import { banObservations } from './bans.ts'
import { chatObservations } from './chat.ts'
import { conversationObservations } from './conversations.ts'
import { drawObservations } from './draws.ts'
import { exportObservations } from './exports.ts'
import { mailObservations } from './mails.ts'
import type { Observation } from './observation.ts'
import { presenceObservations } from './presence.ts'
import { publicObservations } from './public.ts'
import { refusalObservations } from './refusals.ts'
import { signInWithObservations } from './sign-in-with.ts'
import { storedRowObservations } from './stored-rows.ts'
import { switchObservations } from './switches.ts'

/** Everything that is looked at. What shows more of an account from now on gets its line in one of these. */
export const observations: readonly Observation[] = [
  ...publicObservations,
  ...chatObservations,
  ...conversationObservations,
  ...presenceObservations,
  ...switchObservations,
  ...refusalObservations,
  ...signInWithObservations,
  ...exportObservations,
  ...mailObservations,
  ...storedRowObservations,
  ...banObservations,
  ...drawObservations,
]
