import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useClient } from '../../client/client-context.ts'
import { useMediaQuery } from '../../ui/use-media-query.ts'
import { Rail } from '../rail/Rail.tsx'
import { DialogsContext, type OpenDialog } from './dialogs-context.ts'
import styles from './Frame.module.css'
import { LayoutContext } from './layout-context.ts'
import { QuietBar } from './QuietBar.tsx'
import { FaceNotice } from './FaceNotice.tsx'
import { useFrameKeys } from './use-frame-keys.ts'
import { useTitle } from './use-title.ts'

const Dialogs = lazy(async () => {
  const { Dialogs: loaded } = await import('./Dialogs.tsx')
  return { default: loaded }
})

/** One window: the rail, and beside it the place one is in. */
export function Frame() {
  const client = useClient()
  const narrow = useMediaQuery('(max-width: 760px)')
  const roomy = useMediaQuery('(min-width: 1080px)')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [places, showPlaces] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const [column, setColumn] = useState(() => client.memory.choice('members') !== 'hidden')
  const { pathname } = useLocation()

  // A drawer has done its work when one has gone somewhere.
  useEffect(() => {
    showPlaces(false)
    setDrawer(false)
  }, [pathname])

  const showMembers = useCallback(
    (open: boolean) => {
      if (!roomy) {
        setDrawer(open)
        return
      }
      setColumn(open)
      client.memory.keepChoice('members', open ? null : 'hidden')
    },
    [client, roomy],
  )
  const layout = useMemo(
    () => ({ narrow, roomy, places, members: roomy ? column : drawer, showPlaces, showMembers }),
    [narrow, roomy, places, column, drawer, showMembers],
  )
  const dialogs = useMemo(() => ({ open: setDialog, close: () => setDialog(null) }), [])
  useFrameKeys(dialogs.open)
  useTitle()

  return (
    <LayoutContext value={layout}>
      <DialogsContext value={dialogs}>
        <div className={styles.window}>
          <QuietBar />
          <FaceNotice />
          <div className={styles.columns}>
            {narrow ? null : <Rail />}
            <Outlet />
          </div>
        </div>
        {dialog === null ? null : (
          <Suspense>
            <Dialogs dialog={dialog} onClose={dialogs.close} />
          </Suspense>
        )}
      </DialogsContext>
    </LayoutContext>
  )
}
