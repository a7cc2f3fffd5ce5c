import { addressOf, wireRequest, type Call, type RefusalKind } from '@alles/platform/contract'
import type { Attempt } from './attempts.ts'
import type { Fields, Need } from './need.ts'
import { formOf, type World } from './world.ts'

/** What was answered otherwise than it should be; null where nothing was. */
export async function faultOf(
  world: World,
  asked: { readonly call: Call; readonly need: Need; readonly attempt: Attempt },
): Promise<string | null> {
  const { need, attempt } = asked
  if (attempt.held !== undefined) await world.hold(attempt.held)
  if (need.place === 'private thread') await world.outOfThread()
  if (attempt.who === 'author') await world.victim()
  const input = {
    ...(await inputOf(world, need)),
    ...(attempt.byChannel && { channelId: world.ids.channelId }),
  }
  const hidden = attempt.hidden ? hiddenChannel(world, need, input) : null
  if (hidden !== null) await world.hide(hidden, true)
  try {
    return await ask(world, { ...asked, input })
  } finally {
    if (hidden !== null) await world.hide(hidden, false)
    await need.options.undo?.(world)
  }
}

/** What is sent: ids that lead to the place, and what the need says. */
async function inputOf(world: World, { place, options }: Need): Promise<Fields> {
  const { send } = options
  const ids = { ...world.ids, ...(channelOf(world)[place] && { channelId: channelOf(world)[place] }) }
  return { ...ids, ...(typeof send === 'function' ? await send(world) : send) }
}

function channelOf(world: World): Partial<Record<Need['place'], string>> {
  return { thread: world.thread, 'private thread': world.privateThread, group: world.group }
}

/** The channel that has to be hidden to hide the place. */
function hiddenChannel(world: World, { place, options }: Need, input: Fields): string {
  const named = options.hidden?.channel?.(world) ?? world.ids.channelId
  return place === 'channel' ? String(input['channelId']) : named
}

interface Asked {
  readonly call: Call
  readonly need: Need
  readonly attempt: Attempt
  readonly input: Fields
}

async function ask(world: World, asked: Asked): Promise<string | null> {
  const { call, need, attempt, input } = asked
  const answer = await answerTo(world, asked)
  const wanted = attempt.refusal ?? need.options.admittedAs ?? null
  const fault = wanted ? differs(call, answer, wanted) : answer.status < 300 ? null : 'was refused'
  if (fault !== null) return `${fault}: ${answer.status} ${answer.text.slice(0, 200)}`
  const absent = attempt.asIfAbsent && withoutPlace(call, input, attempt.asIfAbsent)
  if (!absent) return null
  const other = await answerTo(world, { ...asked, input: absent })
  if (other.text === answer.text || call.protocol === 'alles') return null
  return `tells that it exists: ${answer.text.slice(0, 100)} where others get ${other.text.slice(0, 100)}`
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function answerTo(world: World, { call, need, attempt, input }: Asked): Promise<Answer> {
  const { method, path, body } = wireRequest(call, { ...input })
  const cookie = attempt.who === 'nobody' ? {} : { cookie: world.people[attempt.who].cookie }
  const { form } = need.options
  const answer = await fetch(`${world.people.owner.origin}${path}`, {
    method,
    headers: { ...cookie, ...(!form && body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: form ? formOf(input) : body }),
  })
  return { status: answer.status, text: await answer.text() }
}

function differs(call: Call, { status, text }: Answer, wanted: RefusalKind): string | null {
  const { code } = JSON.parse(text === '' ? '{}' : text) as { code?: unknown }
  const known = call.protocol === 'alles' ? code === wanted.code : code === wanted.discord
  return known && status === wanted.status ? null : `${wanted.code} was expected`
}

/** An id of nothing. */
const nothing = '1'

/** The same call with ids of nothing: of where it goes, or of all that it names in there. Null where it names nothing. */
function withoutPlace(call: Call, input: Fields, what: 'place' | 'inside'): Fields | null {
  const [first, ...rest] = addressOf(call).params
  // Other words of the address, such as an emoji, are good or bad by themselves.
  const names = what === 'place' ? [first ?? ''] : rest.filter((name) => name.endsWith('Id'))
  const ids = Object.fromEntries(names.map((name) => [name, name === 'code' ? 'nothing' : nothing]))
  return names.length === 0 ? null : { ...input, ...ids }
}
