import { readZip } from '@alles/platform/testing'
import { anonymous } from '../canonical.ts'
import { password, type Face } from '../faces.ts'
import type { World } from '../world.ts'
import { ofEach, type Observation } from './observation.ts'

export const exportObservations: readonly Observation[] = [
  { ...ofEach('the export of an account', (_, face, world) => exportOf(world, face)), slow: true },
]

/** Every file of it but the sums, rows in an order that says nothing. */
async function exportOf({ server }: World, face: Face): Promise<unknown> {
  // Building the world may have taken a while.
  await face.person.call('POST', '/api/alles/session/confirm', { password })
  const asked = await fetch(`${server.origin}/api/alles/privacy/requests`, {
    method: 'POST',
    headers: { ...face.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'access' }),
  })
  const { request } = (await asked.json()) as { request: { id: string } }
  const download = `${server.origin}/api/alles/privacy/requests/${request.id}/download`
  const answer = await fetch(download, { headers: face.headers })
  if (answer.status !== 200) throw new Error(`the export answered ${answer.status}: ${await answer.text()}`)
  const files = await readZip(Buffer.from(await answer.arrayBuffer()))
  return [...files]
    .filter(([path]) => path.endsWith('.ndjson') || path.startsWith('schema/'))
    .map(([path, text]) => [path, rowsIn(path, text, face)])
}

function rowsIn(path: string, text: string, face: Face): unknown {
  if (!path.endsWith('.ndjson')) return text
  const rows = text.split('\n').filter((line) => line !== '')
  // Ids differ from account to account, and with them every order by them.
  const place = (row: unknown) => anonymous(JSON.stringify(row), face)
  return rows.map(withoutCount).toSorted((one, other) => place(one).localeCompare(place(other)))
}

/** The how-manieth message of its channel one is depends on the others. */
function withoutCount(row: string): unknown {
  const columns = Object.entries({ ...(JSON.parse(row) as object), number: null })
  return columns.toSorted(([one], [other]) => one.localeCompare(other))
}
