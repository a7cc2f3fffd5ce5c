import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment, useState } from 'react'
import { useClient } from '../../client/client-context.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Tick } from '../../ui/Tick.tsx'
import styles from './dialogs.module.css'

/** Every key that does something. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useClient()
  const [single, setSingle] = useState(() => client.memory.choice('single-keys') !== 'off')
  const command = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : t`Ctrl`
  const keys: readonly (readonly [readonly string[], string])[] = [
    [[command, 'K'], t`Go to a server or channel`],
    [[t`Alt`, '↑'], t`Channel above`],
    [[t`Alt`, '↓'], t`Channel below`],
    [[t`Enter`], t`Send what you wrote`],
    [[t`Shift`, t`Enter`], t`New line`],
    [['↑'], t`Edit your last message, from an empty field`],
    [['@'], t`Name somebody`],
    [['↑', '↓'], t`From message to message, in the list`],
    [['R'], t`Reply to the message`],
    [['E'], t`Edit the message`],
    [[t({ message: 'Delete', context: 'key' })], t`Delete the message; with Shift without asking`],
    [[t`Escape`], t`One step back`],
    [['?'], t`This list`],
  ]
  return (
    <Dialog title={t`All keys`} onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([names, does]) => (
          <Fragment key={does}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
      <Tick
        checked={single}
        onChange={(on) => {
          setSingle(on)
          client.memory.keepChoice('single-keys', on ? null : 'off')
        }}
      >
        <Trans>Open this list with ?</Trans>
      </Tick>
    </Dialog>
  )
}
