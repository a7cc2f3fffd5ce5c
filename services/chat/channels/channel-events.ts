import { renderChannel, type ChannelState, type Dispatch } from '../contract/index.ts'

type ChannelEvent = 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE'

/** What is heard, by those who see the channel, when it was made, changed or deleted. */
export function channelEvent(t: ChannelEvent, guildId: string, channel: ChannelState): Dispatch {
  return {
    t,
    d: renderChannel(guildId, channel),
    audience: { kind: 'channel', guildId, channelId: channel.id },
    reshape: true,
  }
}
