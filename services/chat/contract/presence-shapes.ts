import { Snowflake, z } from '@alles/platform/contract'

const Shown = z.enum(['online', 'idle', 'dnd', 'offline'])

/** What somebody shows of being there, as the gateway tells it. https://docs.discord.com/developers/events/gateway-events#presence-update */
export const Presence = z.object({
  user: z.object({ id: Snowflake }),
  guild_id: Snowflake,
  status: Shown,
  activities: z.array(
    z.object({
      id: z.string(),
      created_at: z.number(),
      name: z.string(),
      type: z.int(),
      state: z.string().exactOptional(),
      details: z.string().exactOptional(),
      url: z.string().exactOptional(),
      emoji: z
        .object({
          name: z.string(),
          id: Snowflake.exactOptional(),
          animated: z.boolean().exactOptional(),
        })
        .exactOptional(),
      timestamps: z
        .object({ start: z.number().exactOptional(), end: z.number().exactOptional() })
        .exactOptional(),
    }),
  ),
  client_status: z.object({
    desktop: Shown.exactOptional(),
    mobile: Shown.exactOptional(),
    web: Shown.exactOptional(),
  }),
})
export type Presence = z.infer<typeof Presence>
