import { expect, test } from 'vitest'
import { listServed, parseRoutes, routesPage } from './routes-page.ts'

const declarations = `
    /**
     * Routes for:
     * - GET    \`/channels/{channel.id}\`
     * - DELETE \`/channels/{channel.id}\`
     */
    channel(channelId: Snowflake): string;
    /**
     * - GET \`/channels/{channel.id}\` again
     * - GET \`/voice/regions\`
     */
`
const description = {
  paths: {
    '/api/v10/channels/{channelId}': { get: {} },
    '/api/v10/extra': { post: {} },
    '/api/alles/own': { get: {} },
  },
}

test('reads each route that is declared, once', () => {
  expect(parseRoutes(declarations)).toEqual([
    { method: 'GET', path: '/channels/{}' },
    { method: 'DELETE', path: '/channels/{}' },
    { method: 'GET', path: '/voice/regions' },
  ])
})

test('marks what is served, whatever its parameters are called, and counts it', () => {
  const page = routesPage(parseRoutes(declarations), listServed(description))
  expect(page).toContain('1 of 3 are served')
  expect(page).toContain('- [x] `GET /channels/{}`')
  expect(page).toContain('- [ ] `DELETE /channels/{}`')
  expect(page).toContain('- `POST /extra`')
  expect(page).not.toContain('/api/alles')
})
