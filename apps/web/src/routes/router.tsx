import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Client } from '../client/client.ts'
import { findSession } from '../client/session.ts'
import { openWords, type Part } from '../language/language.ts'
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

interface Registering extends Entrance {
  /** The code of an invitation to this instance. */
  readonly invitation?: string
}

const readEntrance = (search: Record<string, unknown>): Entrance => {
  const next = safeNext(search.next)
  return next === undefined ? {} : { next }
}

const readRegistering = (search: Record<string, unknown>): Registering => ({
  ...readEntrance(search),
  // A code of digits alone has been read as a number.
  ...(['string', 'number'].includes(typeof search.invitation) && { invitation: String(search.invitation) }),
})

/** Whoever is signed in has no business at the entrance. */
async function passIfSignedIn({ context, search }: { context: Context; search: Entrance }): Promise<void> {
  const session = await findSession(context.client)
  if (session.kind === 'signed-in') throw redirect({ to: search.next ?? '/channels/@me', replace: true })
}

/** Pages that bring words of their own. */
async function withWords<Page>(page: Promise<Page>, part: Part = 'applications'): Promise<Page> {
  const [loaded] = await Promise.all([page, openWords(part)])
  return loaded
}

const settingsPages = () => withWords(import('./settings/settings.ts'), 'settings')

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: readRegistering,
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

const recoverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/recover',
  component: lazyRouteComponent(() => import('./ways-in.ts'), 'Recover'),
})

const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  beforeLoad: async ({ context }) => ({ session: await findSession(context.client) }),
  component: lazyRouteComponent(() => import('./ways-in.ts'), 'VerifyEmail'),
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
  component: lazyRouteComponent(settingsPages, 'Settings'),
})

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  component: lazyRouteComponent(settingsPages, 'Profile'),
})

const privacyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/privacy',
  component: lazyRouteComponent(settingsPages, 'Privacy'),
})

const usernameRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/username',
  component: lazyRouteComponent(settingsPages, 'Username'),
})

const accountsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/accounts',
  component: lazyRouteComponent(settingsPages, 'Accounts'),
})

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/security',
  component: lazyRouteComponent(settingsPages, 'Security'),
})

const emailRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/email',
  component: lazyRouteComponent(settingsPages, 'Email'),
})

const languageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/language',
  component: lazyRouteComponent(settingsPages, 'Language'),
})

const instanceRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/instance',
  component: lazyRouteComponent(settingsPages, 'Instance'),
})

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true })
  },
})

/** What anybody may see of an account; also for whoever is not signed in. */
const publicProfileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/@{$name}',
  beforeLoad: async ({ context }) => ({ session: await findSession(context.client) }),
  component: lazyRouteComponent(() => import('./public-profile.ts'), 'PublicProfile'),
})

const signInWithRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-with/$uid',
  component: lazyRouteComponent(() => withWords(import('./sign-in-with/sign-in-with.ts')), 'SignInWith'),
})

const providerErrorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-with/error',
  validateSearch: ({ error }: Record<string, unknown>): { readonly error?: string } =>
    typeof error === 'string' ? { error } : {},
  component: lazyRouteComponent(() => withWords(import('./sign-in-with/sign-in-with.ts')), 'ProviderError'),
})

const deviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/device',
  beforeLoad: async ({ context, location }) => {
    const { keepCodeOf } = await import('./device/kept-code.ts')
    if (keepCodeOf(location)) throw redirect({ to: '/device', replace: true })
    const session = await findSession(context.client)
    if (session.kind !== 'signed-in')
      throw redirect({ to: '/login', search: { next: '/device' }, replace: true })
  },
  component: lazyRouteComponent(() => withWords(import('./device/device.ts')), 'Device'),
})

const portalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/developers',
  beforeLoad: async ({ context }) => ({ session: await findSession(context.client) }),
  component: lazyRouteComponent(() => withWords(import('./developers/developers.ts')), 'Portal'),
})

const portalHomeRoute = createRoute({
  getParentRoute: () => portalRoute,
  path: '/',
  component: lazyRouteComponent(() => withWords(import('./developers/developers.ts')), 'PortalHome'),
})

/** Applications belong to an account: only for whoever is signed in. */
async function needSession({ context, location }: { context: Context; location: { href: string } }) {
  const session = await findSession(context.client)
  if (session.kind !== 'signed-in')
    throw redirect({ to: '/login', search: { next: location.href }, replace: true })
}

const newApplicationRoute = createRoute({
  getParentRoute: () => portalRoute,
  path: '/new',
  beforeLoad: needSession,
  component: lazyRouteComponent(() => withWords(import('./developers/developers.ts')), 'NewApplication'),
})

const applicationRoute = createRoute({
  getParentRoute: () => portalRoute,
  path: '/applications/$id',
  beforeLoad: needSession,
  component: lazyRouteComponent(() => withWords(import('./developers/developers.ts')), 'ApplicationPage'),
})

const connectionsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/connections',
  component: lazyRouteComponent(
    () => withWords(import('./settings/connections/Connections.tsx')),
    'Connections',
  ),
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  registerRoute,
  loginRoute,
  recoverRoute,
  verifyEmailRoute,
  inviteRoute,
  publicProfileRoute,
  insideRoute.addChildren([
    emptyRoute,
    guildRoute.addChildren([channelRoute]),
    settingsRoute.addChildren([
      settingsHomeRoute,
      profileRoute,
      privacyRoute,
      usernameRoute,
      accountsRoute,
      securityRoute,
      emailRoute,
      languageRoute,
      instanceRoute,
      connectionsRoute,
    ]),
  ]),
  signInWithRoute,
  providerErrorRoute,
  deviceRoute,
  portalRoute.addChildren([portalHomeRoute, newApplicationRoute, applicationRoute]),
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
