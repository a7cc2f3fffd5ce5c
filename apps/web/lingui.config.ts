import { defineConfig } from '@lingui/cli'

/** Folders whose words come with their pages, because few people open them or not at first (`src/language/language.ts`). */
const parts = {
  applications: [
    'src/routes/developers',
    'src/routes/device',
    'src/routes/settings/connections',
    'src/routes/sign-in-with',
  ],
  settings: [
    'src/routes/settings/accounts',
    'src/routes/settings/email',
    'src/routes/settings/instance',
    'src/routes/settings/profile',
    'src/routes/settings/security',
  ],
}

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}',
      include: ['src'],
      exclude: Object.values(parts).flatMap((folders) => folders.map((folder) => `${folder}/**`)),
    },
    ...Object.entries(parts).map(([name, include]) => ({
      path: `<rootDir>/src/locales/${name}/{locale}`,
      include,
    })),
  ],
  orderBy: 'messageId',
})
