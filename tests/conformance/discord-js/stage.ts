import {
  ChannelType,
  Events,
  GatewayIntentBits,
  Partials,
  type Client,
  type ClientEvents,
  type Guild,
  type GuildMember,
  type TextChannel,
} from 'discord.js'
import { startBot } from '../../support/bot.ts'
import { addBot, invite, makeGuild, signUp, type TestPerson } from '../../support/person.ts'
import { startShape, type TestSystem } from '../../support/shape.ts'
import { asPerson, type PersonRest } from './as-person.ts'
import { Tally } from './tally.ts'

/** What the steps find: a guild with an owner, a guest and a bot that administrates it. */
export interface Stage {
  readonly server: TestSystem
  readonly owner: TestPerson
  readonly guest: TestPerson
  readonly bot: Client<true>
  readonly token: string
  readonly guild: Guild
  readonly channel: TextChannel
  readonly tally: Tally
  /** discord.js' REST, for what people do and bots cannot. */
  as(person: TestPerson): PersonRest
  /** The next event that `matches`, as discord.js shows it. Ask before doing what leads to it. */
  heard<E extends keyof ClientEvents>(
    event: E,
    matches?: (...shown: ClientEvents[E]) => boolean,
  ): Promise<ClientEvents[E]>
  /** Somebody new, in the guild. */
  newcomer(): Promise<{ readonly person: TestPerson; readonly member: GuildMember }>
  newChannel(name: string): Promise<TextChannel>
}

const patience = 15_000

/** What discord.js shows of everything. */
const everything = {
  intents: Object.values(GatewayIntentBits).filter((bit) => typeof bit === 'number'),
  partials: [Partials.Channel, Partials.GuildMember, Partials.Message, Partials.User],
}

export async function setStage(): Promise<Stage> {
  const server = await startShape()
  const owner = await signUp(server.origin)
  const guest = await signUp(server.origin)
  const made = await makeGuild(owner)
  await invite(owner, made, guest)
  const token = await addBot(owner, made)
  const bot = await startBot(server.origin, token, everything)
  const tally = new Tally()
  tally.watch(bot)
  const guild = bot.guilds.cache.get(made.id)
  if (!guild) throw new Error('the bot does not know its guild')
  const heard: Stage['heard'] = (event, matches = () => true) => nextOf(bot, event, matches)
  const stage: Stage = {
    server,
    owner,
    guest,
    bot,
    token,
    guild,
    channel: guild.channels.cache.get(made.channel) as TextChannel,
    tally,
    as: (person) => asPerson(person, tally),
    heard,
    async newcomer() {
      const person = await signUp(server.origin)
      const joined = heard(Events.GuildMemberAdd, (one) => one.id === person.id)
      await invite(owner, made, person)
      return { person, member: (await joined)[0] }
    },
    newChannel: (name) => guild.channels.create({ name, type: ChannelType.GuildText }),
  }
  await promote(stage)
  return stage
}

/** Gives the bot a role that may everything, above all others. */
async function promote({ owner, guild, bot, heard }: Stage): Promise<void> {
  const path = `/api/v10/guilds/${guild.id}`
  const role = await owner.call<{ id: string }>('POST', `${path}/roles`, { name: 'Heads', permissions: '8' })
  await owner.call('PATCH', `${path}/roles`, [{ id: role.id, position: 2 }])
  const promoted = heard(Events.GuildMemberUpdate, (_, member) => member.roles.cache.has(role.id))
  await owner.call('PUT', `${path}/members/${bot.user.id}/roles/${role.id}`)
  await promoted
}

function nextOf<E extends keyof ClientEvents>(
  bot: Client,
  event: E,
  matches: (...shown: ClientEvents[E]) => boolean,
): Promise<ClientEvents[E]> {
  return new Promise((resolve, reject) => {
    const listen = (...shown: ClientEvents[E]) => {
      if (!matches(...shown)) return
      done()
      resolve(shown)
    }
    const late = setTimeout(() => {
      done()
      reject(new Error(`${event} did not come`))
    }, patience)
    const done = () => {
      clearTimeout(late)
      bot.off(event, listen as never)
    }
    bot.on(event, listen as never)
  })
}
