import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Named, so that it is found from whichever folder this file is read. */
const messages = { cwd: import.meta.dirname, configPath: join(import.meta.dirname, 'lingui.config.ts') }

/** Languages the catalogue has; texts that React Aria brings in others are left out of the bundle. */
const locales = ['en-US', 'de-DE']

/** Only the server describes contracts as JSON Schema; the part of Zod that does stays there (8 kB of gzip). */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  enforce: 'pre',
  load(id) {
    if (!/[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/.test(id))
      return undefined
    // What Zod's other parts take from it is still there, and does nothing.
    const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:const|function|class) (\w+)/gm)]
    return `const none = () => undefined\nexport { ${names.map((match) => `none as ${match[1]}`).join(', ')} }`
  },
}

export default defineConfig({
  plugins: [
    { ...optimizeLocales.vite({ locales }), enforce: 'pre' },
    withoutJsonSchema,
    react(),
    lingui(messages),
    babel({ presets: [linguiTransformerBabelPreset({}, messages)] }),
  ],
  // The server puts a fresh value in place of this with every page it hands out.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // Scripts, fonts and pictures come from our own origin only, never from a `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A contract does nothing when it is loaded: calls that are not made here are left out.
      treeshake: {
        moduleSideEffects: [
          {
            test: /[\\/](platform|accounts|chat|mail|media|oauth|privacy)[\\/]contract[\\/]/,
            sideEffects: false,
          },
        ],
      },
      output: {
        codeSplitting: {
          groups: [
            // With Zod and not after it: `zod-without-eval` tells Zod what it may not do.
            {
              name: 'contract',
              test: /[\\/]zod|[\\/]platform[\\/]contract|[\\/]chat[\\/]contract|[\\/]accounts[\\/]contract[\\/](?!faces|instance|recovery|security)/,
            },
            {
              name: 'react',
              test: /[\\/]node_modules[\\/](react|react-dom|scheduler|use-sync-external-store)[\\/]/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/api': 'http://localhost:3000',
      '/gateway': { target: 'ws://localhost:3000', ws: true },
    },
  },
})
