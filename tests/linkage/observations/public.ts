import { createHash } from 'node:crypto'
import { timeOf } from '@alles/platform/ids'
import { told } from '../eyes.ts'
import { lifeOf, ofEach, type Observation } from './observation.ts'

const randomBits = (1n << 22n) - 1n

/** What anybody sees. */
export const publicObservations: readonly Observation[] = [
  {
    name: 'the moments in ids',
    measure: async (eyes, { a, b }) => Math.abs(timeOf(eyes.idOf(a)) - timeOf(eyes.idOf(b))),
  },
  {
    name: 'the random bits of ids',
    measure: async (eyes, { a, b }) =>
      Math.abs(Number((BigInt(eyes.idOf(a)) & randomBits) - (BigInt(eyes.idOf(b)) & randomBits))),
  },
  ofEach('the public profile', (eyes, face) =>
    eyes.ask({ method: 'GET', path: `/api/alles/profiles/${face.username}` }),
  ),
  ofEach('the name of the picture', async (_, face, world) => lifeOf(world, face).avatar),
  ofEach('the name of the picture in one guild', async (_, face, world) => lifeOf(world, face).memberAvatar),
  ofEach('the bytes of the picture in one guild', async (eyes, face, world) => {
    const { guildId, memberAvatar } = lifeOf(world, face)
    const path = `/media/guilds/${guildId}/users/${face.id}/avatars/${memberAvatar}.webp`
    const bytes = await eyes.bytes(path)
    return createHash('sha256').update(bytes).digest('hex')
  }),
  ofEach('the bytes of the picture', async (eyes, face, world) => {
    const bytes = await eyes.bytes(`/media/avatars/${face.id}/${lifeOf(world, face).avatar}.webp`)
    return createHash('sha256').update(bytes).digest('hex')
  }),
  ofEach('an invite to its guild', async (eyes, face, world) =>
    told(await eyes.ask({ method: 'GET', path: `/api/v10/invites/${lifeOf(world, face).inviteCode}` })),
  ),
]
