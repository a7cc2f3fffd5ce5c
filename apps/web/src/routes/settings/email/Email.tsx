import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { createSecurityApi, type SecurityApi } from '../../../api/accounts-clients.ts'
import { useClient } from '../../../client/client-context.ts'
import { Button } from '../../../ui/Button.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { LoadFault } from '../LoadFault.tsx'
import { Section } from '../Section.tsx'
import styles from '../Settings.module.css'
import { useFresh } from '../use-fresh.tsx'
import { useLoaded } from '../use-loaded.ts'
import { AddressDialog } from './AddressDialog.tsx'
import { ContactItem, PendingItem } from './ContactItems.tsx'

export type Contacts = Awaited<ReturnType<SecurityApi['getMyContact']>>

/** The address that mail about the accounts goes to: none, one, or one that waits to be proved. */
export function Email() {
  const client = useClient()
  const [api] = useState(() => createSecurityApi(client.api.transport))
  const [load] = useState(() => () => api.getMyContact({}))
  const loaded = useLoaded(load)
  const [contacts, setContacts] = useState<Contacts | null>(null)
  const [writing, setWriting] = useState(false)
  const fresh = useFresh()
  useEffect(() => {
    if (loaded.kind === 'loaded') setContacts(loaded.value)
  }, [loaded])
  const part = { api, fresh, onChange: setContacts }

  return (
    <>
      {fresh.dialog}
      <Section
        title={<Trans>E-mail</Trans>}
        lead={
          <Trans>
            One address for all of your accounts, if you like. It is kept encrypted, apart from everything
            else, and seen by whoever runs this server and by nobody else.
          </Trans>
        }
      >
        {loaded.kind === 'failed' ? <LoadFault sentence={loaded.sentence} again={loaded.again} /> : null}
        {contacts === null && loaded.kind !== 'failed' ? <Skeleton height={66} /> : null}
        {contacts === null ? null : (
          <>
            <ContactList contacts={contacts} {...part} />
            <div className={styles.buttons}>
              <Button onClick={() => setWriting(true)}>
                {contacts.contact === null ? (
                  <Trans>Add an address</Trans>
                ) : (
                  <Trans>Use another address</Trans>
                )}
              </Button>
            </div>
          </>
        )}
        {writing ? <AddressDialog {...part} onClose={() => setWriting(false)} /> : null}
      </Section>
      <WhichMails />
    </>
  )
}

interface ContactListProps {
  readonly contacts: Contacts
  readonly api: SecurityApi
  readonly fresh: ReturnType<typeof useFresh>
  readonly onChange: (contacts: Contacts) => void
}

function ContactList({ contacts, ...part }: ContactListProps) {
  const { contact, pending } = contacts
  if (contact === null && pending === null)
    return (
      <p className={styles.lead}>
        <Trans>
          You left none. Everything works without; if you forget your password, only a recovery code or a
          passkey brings you back in.
        </Trans>
      </p>
    )
  return (
    <ul className={styles.list}>
      {contact === null ? null : <ContactItem contact={contact} {...part} />}
      {pending === null ? null : <PendingItem contact={pending} {...part} removable={contact === null} />}
    </ul>
  )
}

function WhichMails() {
  return (
    <Section title={<Trans>Which mails come</Trans>}>
      <ul className={styles.plain}>
        <li>
          <Trans>A sign-in from a device that was not seen before.</Trans>
        </li>
        <li>
          <Trans>A changed password, second factor or e-mail address; a secured account.</Trans>
        </li>
        <li>
          <Trans>A copy or a deletion of your data that was asked for.</Trans>
        </li>
        <li>
          <Trans>The link to set a new password, when you ask for it.</Trans>
        </li>
      </ul>
      <p className={styles.lead}>
        <Trans>
          They belong to your account and come as long as there is an address. There is no other mail, and
          nothing in them tells anybody that you opened them.
        </Trans>
      </p>
    </Section>
  )
}
