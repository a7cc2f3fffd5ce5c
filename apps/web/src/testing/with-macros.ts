import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { transformAsync } from '@babel/core'

/**
 * Loads a module of tables as the build would see it: Lingui's macros become plain messages. Only for modules that import
 * nothing else at runtime.
 */
export async function loadWithMacros(file: URL): Promise<Record<string, unknown>> {
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'))
  const made = await transformAsync(code, {
    babelrc: false,
    configFile: false,
    plugins: ['@lingui/babel-plugin-lingui-macro'],
  })
  return (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(made?.code ?? '')}`
  )) as Record<string, unknown>
}
