// The rules of dependency; ARCHITECTURE.md says them in words.
// Needs @swc/core beside TypeScript 7: without it nothing is cruised and the exit status is 0, so the check counts modules.
const columns = [
  ['keys'],
  ['mail', 'media', 'safety'],
  ['accounts'],
  ['chat', 'social', 'billing'],
  ['rubies', 'oauth'],
  ['extensions'],
  ['gateway', 'privacy', 'insights'],
]

/** A service may know the contracts of its own column and of those to the left. */
const rightward = columns.flatMap((column, at) => {
  const right = columns.slice(at + 1).flat()
  if (right.length === 0) return []
  return column.map((service) => ({
    name: `calls-go-left-${service}`,
    comment: 'Calls go left or stay within a column; to the right go events. See ARCHITECTURE.md.',
    severity: 'error',
    from: { path: `^services/${service}/`, pathNot: '\\.test\\.ts$|/testing/|/listeners\\.ts$' },
    to: { path: `^services/(${right.join('|')})/` },
  }))
})

module.exports = {
  forbidden: [
    ...rightward,
    {
      name: 'no-circular',
      comment: 'A circle of imports; one through types alone is none when the program runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'service-private',
      comment: "Services meet only in contracts: import '@alles/NAME/contract'.",
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: ['\\.test\\.ts$', '/testing/'] },
      to: { path: '^services/', pathNot: ['^services/$1/', '^services/[^/]+/contract/'] },
    },
    {
      name: 'platform-is-domain-free',
      comment: 'platform/ knows no domain.',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(services|apps)/' },
    },
    {
      name: 'services-below-apps',
      comment: 'apps → services → platform, never back.',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^apps/' },
    },
    {
      name: 'web-sees-contracts',
      comment: 'The browser client is built on contracts alone.',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: {
        path: '^(services|platform|apps/(server|cli))/',
        pathNot: '^(services/[^/]+|platform)/contract/',
      },
    },
    {
      name: 'contract-is-pure',
      comment: 'A contract does no I/O and runs in a browser.',
      severity: 'error',
      from: { path: '^services/[^/]+/contract/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          '^services/[^/]+/contract/',
          '^platform/contract/',
          'node_modules/(zod|discord-api-types)/',
        ],
      },
    },
    {
      name: 'only-stores-touch-sql',
      comment: 'Only *-store.ts and database/ speak SQL.',
      severity: 'error',
      from: { path: '^services/', pathNot: ['-store\\.ts$', '/database/', '\\.test\\.ts$'] },
      to: { path: 'node_modules/(kysely|postgres)/' },
    },
    {
      name: 'no-tests-in-source',
      comment: 'Source does not import tests or test support.',
      severity: 'error',
      from: {
        path: '^(services|platform|apps)/',
        pathNot: ['\\.test\\.tsx?$', '^platform/testing/', '/testing/'],
      },
      to: { path: ['\\.test\\.tsx?$', '^platform/testing/'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}
