import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useClient } from '../../client/client-context.ts'
import { channelTree } from '../../state/channel-tree.ts'
import type { OpenDialog } from './dialogs-context.ts'

/** The keys that work everywhere. `KeysDialog.tsx` shows them all to people. */
export function useFrameKeys(open: (dialog: OpenDialog) => void): void {
  const client = useClient()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  useEffect(() => {
    const step = (by: 1 | -1) => {
      const [, guildId = '', channelId = ''] = /^\/channels\/(\d+)\/(\d+)/.exec(pathname) ?? []
      const { channels } = client.store.getState().entities
      const listed = channelTree(channels, guildId).flatMap((group) => group.channels)
      const at = listed.findIndex((channel) => channel.id === channelId)
      const next = listed[(at + by + listed.length) % listed.length]
      if (at >= 0 && next)
        void navigate({ to: '/channels/$guildId/$channelId', params: { guildId, channelId: next.id } })
    }
    const press = (event: KeyboardEvent) => {
      const act = event.defaultPrevented || event.isComposing ? null : meaning(event)
      if (act === null || (act === 'keys' && client.memory.choice('single-keys') === 'off')) return
      event.preventDefault()
      if (act === 'switcher' || act === 'keys') open({ kind: act })
      else step(act)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [client, navigate, open, pathname])
}

/** What a key means here: a dialog to open, or a step up or down among the channels. */
function meaning(event: KeyboardEvent): 'switcher' | 'keys' | 1 | -1 | null {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return 'switcher'
  if (event.altKey && event.key === 'ArrowDown') return 1
  if (event.altKey && event.key === 'ArrowUp') return -1
  return event.key === '?' && !isWriting(event.target) ? 'keys' : null
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}
