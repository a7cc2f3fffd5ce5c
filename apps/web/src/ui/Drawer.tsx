import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { classNames } from './class-names.ts'
import styles from './Drawer.module.css'

interface DrawerProps {
  readonly label: string
  readonly side: 'start' | 'end'
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A column that slides over the content where there is no room beside it. */
export function Drawer({ label, side, onClose, children }: DrawerProps) {
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={onClose} className={classNames(styles.overlay)}>
      <Modal className={classNames(styles.drawer, styles[side])}>
        <Dialog aria-label={label} className={classNames(styles.inside)}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
