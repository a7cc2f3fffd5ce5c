import { auditSteps } from './audit-steps.ts'
import { banSteps } from './ban-steps.ts'
import { channelSteps } from './channel-steps.ts'
import { connectionSteps } from './connection-steps.ts'
import { directSteps } from './direct-steps.ts'
import { expressionSteps } from './expression-steps.ts'
import { guildSteps } from './guild-steps.ts'
import { inviteSteps } from './invite-steps.ts'
import { memberSteps } from './member-steps.ts'
import { messageSteps } from './message-steps.ts'
import { peopleSteps } from './people-steps.ts'
import { pinSteps } from './pin-steps.ts'
import { pollSteps } from './poll-steps.ts'
import { presenceSteps } from './presence-steps.ts'
import { reactionSteps } from './reaction-steps.ts'
import { roleSteps } from './role-steps.ts'
import type { Step } from './step.ts'
import { threadSteps } from './thread-steps.ts'

/** In this order: one file for each kind of thing. */
export const allSteps: readonly Step[] = [
  ...guildSteps,
  ...channelSteps,
  ...threadSteps,
  ...inviteSteps,
  ...roleSteps,
  ...memberSteps,
  ...banSteps,
  ...expressionSteps,
  ...messageSteps,
  ...auditSteps,
  ...reactionSteps,
  ...pinSteps,
  ...pollSteps,
  ...directSteps,
  ...peopleSteps,
  ...presenceSteps,
  ...connectionSteps,
]
