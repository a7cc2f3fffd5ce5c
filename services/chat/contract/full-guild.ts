import { Instant, z } from '@alles/platform/contract'
import { Channel, Thread } from './channel-shapes.ts'
import { Presence } from './presence-shapes.ts'
import { Guild, Member } from './wire.ts'

const none = z.tuple([])

/** What GUILD_CREATE carries: everything one member may see of a guild. */
export const FullGuild = Guild.extend({
  joined_at: Instant,
  large: z.boolean(),
  unavailable: z.literal(false),
  member_count: z.int(),
  members: z.array(Member),
  channels: z.array(Channel),
  threads: z.array(Thread),
  presences: z.array(Presence),
  voice_states: none,
  stage_instances: none,
  guild_scheduled_events: none,
  soundboard_sounds: none,
})
export type FullGuild = z.infer<typeof FullGuild>
