import { Outlet } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import { I18nProvider } from 'react-aria-components/I18nProvider'

/** Around every page: the language for dates, directions and controls. */
export function Root() {
  const { i18n } = useLingui()
  return (
    <I18nProvider locale={i18n.locale === 'de' ? 'de-DE' : 'en-US'}>
      <Outlet />
    </I18nProvider>
  )
}
