import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Client } from '../client/client.ts'
import { findSession } from '../client/session.ts'
import { NothingHere } from './NothingHere.tsx'
import { Root } from './Root.tsx'
import { RouteFault } from './RouteFault.tsx'
import { safeNext } from './safe-next.ts'

interface Context {
  readonly client: Client
}

const rootRoute = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: NothingHere })

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/channels/@me', replace: true })
  },
})

interface Entrance {
  /** Where to go once signed in. */
  readonly next?: string
}

const readEntrance = (search: Record<string, unknown>): Entrance => {
  const next = safeNext(search.next)
  return next === undefined ? {} : { next }
}

/** Whoever is signed in has no business at the entrance. */
async function passIfSignedIn({ context, search }: { context: Context; search: Entrance }): Promise<void> {
  const session = await findSession(context.client)
  if (session.kind === 'signed-in') throw redirect({ to: search.next ?? '/channels/@me', replace: true })
}

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: readEntrance,
  beforeLoad: passIfSignedIn,
  component: lazyRouteComponent(() => import('./entrance.ts'), 'Register'),
})

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: readEntrance,
  beforeLoad: passIfSignedIn,
  component: lazyRouteComponent(() => import('./entrance.ts'), 'Login'),
})

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$code',
  beforeLoad: async ({ context }) => ({ session: await findSession(context.client) }),
  component: lazyRouteComponent(() => import('./entrance.ts'), 'Invite'),
})

/** Everything inside: only for whoever is signed in; others come back after they are. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await findSession(context.client)
    if (session.kind !== 'signed-in')
      throw redirect({
        to: '/login',
        search:
          location.href === '/channels/@me' ||
          (session.kind === 'signed-out' && ['choice', 'erasure'].includes(session.why))
            ? {}
            : { next: location.href },
        replace: true,
      })
  },
  component: lazyRouteComponent(() => import('./inside.ts'), 'Frame'),
})

const emptyRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/channels/@me',
  component: lazyRouteComponent(() => import('./inside.ts'), 'Home'),
})

const guildRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/channels/$guildId',
  component: lazyRouteComponent(() => import('./inside.ts'), 'GuildPlace'),
})

const channelRoute = createRoute({
  getParentRoute: () => guildRoute,
  path: '/$channelId',
})

const settingsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings.ts'), 'Settings'),
})

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('./settings/settings.ts'), 'Profile'),
})

const privacyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/privacy',
  component: lazyRouteComponent(() => import('./settings/settings.ts'), 'Privacy'),
})

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true })
  },
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  registerRoute,
  loginRoute,
  inviteRoute,
  insideRoute.addChildren([
    emptyRoute,
    guildRoute.addChildren([channelRoute]),
    settingsRoute.addChildren([settingsHomeRoute, profileRoute, privacyRoute]),
  ]),
])

export function createAppRouter(client: Client) {
  return createRouter({
    routeTree,
    context: { client },
    defaultErrorComponent: RouteFault,
    defaultPreload: 'intent',
    pathParamsAllowedCharacters: ['@'],
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
