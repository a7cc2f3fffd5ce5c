/* oxlint-disable import/no-unassigned-import -- loaded for what they do: a setting that must come first, and styles */
import './api/zod-without-eval.ts'
import '@fontsource-variable/inter/index.css'
import './styles/tokens.css'
import './styles/base.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApi } from './api/clients.ts'
import { createTransport } from './api/transport.ts'
import { browserParts } from './client/browser-parts.ts'
import { actingAccount, createClient, type Client } from './client/client.ts'
import { ClientContext } from './client/client-context.ts'
import { sessionEnded } from './client/session.ts'
import { findLanguage, speak } from './language/language.ts'
import { createAppRouter } from './routes/router.tsx'

async function start(root: HTMLElement): Promise<void> {
  const client: Client = createClient({
    ...browserParts(),
    api: createApi(
      createTransport(
        () => actingAccount(client),
        () => sessionEnded(client),
      ),
    ),
  })
  window.addEventListener('online', () => client.connection?.retryNow())
  await speak(findLanguage(client.memory.choice('language'), navigator.languages))
  const router = createAppRouter(client)
  // Who is signed in decides which pages there are.
  client.store.subscribe((now, before) => {
    if (now.session.kind !== before.session.kind && before.session.kind === 'signed-in')
      void router.invalidate()
  })
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ClientContext value={client}>
          <RouterProvider router={router} />
        </ClientContext>
      </I18nProvider>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) void start(root)
