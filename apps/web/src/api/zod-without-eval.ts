/*
 * Zod makes faster parsers with `new Function`, which our content security policy forbids; asking whether it may is a
 * violation already. It reads this when it is loaded, so this module comes first.
 */
/* oxlint-disable no-underscore-dangle -- the name is Zod's */
const withConfig: typeof globalThis & { __zod_globalConfig?: { jitless?: boolean } } = globalThis
withConfig.__zod_globalConfig = { ...withConfig.__zod_globalConfig, jitless: true }
