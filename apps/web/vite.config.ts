import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Languages the catalogue has; texts that React Aria brings in others are left out of the bundle. */
const locales = ['en-US', 'de-DE']

export default defineConfig({
  plugins: [
    { ...optimizeLocales.vite({ locales }), enforce: 'pre' },
    react(),
    lingui(),
    babel({ presets: [linguiTransformerBabelPreset()] }),
  ],
  // The server puts a fresh value in place of this with every page it hands out.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // Scripts, fonts and pictures come from our own origin only, never from a `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/api': 'http://localhost:3000',
      '/gateway': { target: 'ws://localhost:3000', ws: true },
    },
  },
})
