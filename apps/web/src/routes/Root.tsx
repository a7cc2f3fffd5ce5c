import { Outlet } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { useTabState } from '../client/client-context.ts'

/** Around every page: the language for dates, directions and controls. Another face begins with nothing of the last. */
export function Root() {
  const { i18n } = useLingui()
  const turn = useTabState((state) => state.turn)
  return (
    <I18nProvider locale={i18n.locale === 'de' ? 'de-DE' : 'en-US'}>
      <Fragment key={turn}>
        <Outlet />
      </Fragment>
    </I18nProvider>
  )
}
