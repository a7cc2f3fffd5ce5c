/* oxlint-disable import/no-unassigned-import -- loaded for what they do: a setting that must come first, and styles */
import './api/zod-without-eval.ts'
import '@fontsource-variable/inter/index.css'
import './styles/tokens.css'
import './styles/base.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { createApi } from './api/clients.ts'
import { createTransport } from './api/transport.ts'
import { browserParts } from './client/browser-parts.ts'
import { actingAccount, createClient, type Client } from './client/client.ts'
import { ClientContext } from './client/client-context.ts'
import { findFace, sessionEnded } from './client/acting.ts'
import { shownClient, Tab } from './client/tab.ts'
import { findLanguage, speak } from './language/language.ts'
import { createAppRouter } from './routes/router.tsx'

/** This tab, with a client for each face it shows. */
function openTab(): Tab {
  const parts = browserParts()
  return new Tab((tab) => {
    const client: Client = createClient({
      ...parts,
      tab,
      api: createApi(
        createTransport({
          account: () => client.face,
          sessionEnded: () => (actingAccount(client) === null ? undefined : sessionEnded(client)),
          faceLost: () => (actingAccount(client) === null ? undefined : void findFace(client)),
        }),
      ),
    })
    return client
  })
}

async function start(root: HTMLElement): Promise<void> {
  const tab = openTab()
  window.addEventListener('online', () => shownClient(tab).connection?.retryNow())
  const { memory } = shownClient(tab)
  await speak(findLanguage(memory.choice('language'), navigator.languages))
  const router = createAppRouter(shownClient(tab))
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ShownFace tab={tab} router={router} />
      </I18nProvider>
    </StrictMode>,
  )
}

interface ShownFaceProps {
  readonly tab: Tab
  readonly router: ReturnType<typeof createAppRouter>
}

/** The pages, for the client that this tab shows now. */
function ShownFace({ tab, router }: ShownFaceProps) {
  const client = useStore(tab.store, (state) => state.client)
  // Who is signed in decides which pages there are.
  useEffect(
    () =>
      client.store.subscribe((now, before) => {
        if (now.session.kind !== before.session.kind && before.session.kind === 'signed-in')
          void router.invalidate()
      }),
    [client, router],
  )
  return (
    <ClientContext value={client}>
      <RouterProvider router={router} context={{ client }} />
    </ClientContext>
  )
}

const root = document.getElementById('root')
if (root) void start(root)
