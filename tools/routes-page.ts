/** A method and a path with `{}` for each parameter. */
export interface Route {
  readonly method: string
  readonly path: string
}

/** What `discord-api-types` says of the API's routes: `* - GET `/channels/{channel.id}``. Its CDN's come after them. */
export function parseRoutes(declarations: string): Route[] {
  const [api = ''] = declarations.split('interface CDNRoutesDeclarations')
  const lines = api.matchAll(/^\s+\* - (GET|POST|PUT|PATCH|DELETE)\s+`([^`]+)`/gm)
  const routes = Array.from(lines, ([, method = '', path = '']) => ({ method, path: withoutNames(path) }))
  return [...new Map(routes.map((route) => [keyOf(route), route])).values()]
}

/** The routes of an OpenAPI description that stand under `/api/v10`. */
export function listServed(description: Readonly<Record<string, unknown>>): Route[] {
  const paths = description['paths'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>
  return Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/v10/')
      ? Object.keys(methods).map((method) => ({
          method: method.toUpperCase(),
          path: withoutNames(path.slice('/api/v10'.length)),
        }))
      : [],
  )
}

/** A page that lists Discord's routes by what they begin with, and what is served beyond them. */
export function routesPage(theirs: readonly Route[], served: readonly Route[]): string {
  const ours = new Set(served.map(keyOf))
  const known = new Set(theirs.map(keyOf))
  const groups = Map.groupBy(theirs.toSorted(byPath), (route) => route.path.split('/')[1] ?? '')
  const beyond = served.filter((route) => !known.has(keyOf(route))).toSorted(byPath)
  const count = theirs.filter((route) => ours.has(keyOf(route))).length
  const sections = Array.from(groups, ([name, routes]) => [
    `## ${name}`,
    '',
    ...routes.map((route) => `- [${ours.has(keyOf(route)) ? 'x' : ' '}] ${shown(route)}`),
    '',
  ])
  return [
    '# Routes of Discord’s API v10',
    '',
    `Made by \`node tools/generate-routes.ts\` from the contracts and \`discord-api-types\`: ${count} of ${theirs.length} are served. A route without a mark answers 404 with code 0.`,
    '',
    ...sections.flat(),
    '## Served beyond these',
    '',
    'What Discord’s own client calls and its public documentation leaves out.',
    '',
    ...beyond.map((route) => `- ${shown(route)}`),
    '',
  ].join('\n')
}

function shown({ method, path }: Route): string {
  return `\`${method} ${path}\``
}

function keyOf({ method, path }: Route): string {
  return `${method} ${path}`
}

function withoutNames(path: string): string {
  return path
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replace(/\?.*$/, '')
    .replace(/(.)\/$/, '$1')
}

function byPath(a: Route, b: Route): number {
  return a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en')
}
