import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useLingui } from '@lingui/react/macro'
import { IconButton } from './Button.tsx'
import { classNames } from './class-names.ts'
import styles from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** `alert`: a question that must be answered. `plain`: without a visible heading. */
  readonly kind?: 'dialog' | 'alert' | 'plain'
  readonly children: ReactNode
}

/** A question or form above the page. Escape and a press beside it close it. */
export function Dialog({ title, onClose, kind = 'dialog', children }: DialogProps) {
  const { t } = useLingui()
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={onClose} className={classNames(styles.overlay)}>
      <Modal className={classNames(styles.modal, kind === 'plain' && styles.plain)}>
        <AriaDialog
          role={kind === 'alert' ? 'alertdialog' : 'dialog'}
          className={classNames(styles.dialog)}
          {...(kind === 'plain' && { 'aria-label': title })}
        >
          {kind === 'plain' ? null : (
            <div className={styles.head}>
              <Heading slot="title" level={2} className={classNames(styles.title)}>
                {title}
              </Heading>
              <IconButton label={t`Close`} onClick={onClose}>
                <X size={18} />
              </IconButton>
            </div>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The buttons below a dialog, the one that is meant last. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>
}
