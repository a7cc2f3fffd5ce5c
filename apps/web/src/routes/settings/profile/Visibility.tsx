import type { Account } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useClient } from '../../../client/client-context.ts'
import { keepAccount } from '../../../client/faces.ts'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Option, Options } from '../../../ui/Options.tsx'
import { Section } from '../Section.tsx'

/** Whether others see more of the account than its names and picture. It counts at once. */
export function Visibility({ account }: { readonly account: Account }) {
  const { t } = useLingui()
  const client = useClient()
  const attempt = useAttempt()

  function choose(open: boolean): void {
    attempt.run(async () =>
      keepAccount(client, (await client.api.accounts.editAccount({ public: open })).account),
    )
  }

  return (
    <Section title={<Trans>Who sees this profile</Trans>}>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      <Options label={t`Who sees this profile`}>
        <Option name={<Trans>Public</Trans>} chosen={account.public} onChoose={() => choose(true)}>
          <Trans>Everybody, also without an account here, can read it on your page.</Trans>
        </Option>
        <Option name={<Trans>Private</Trans>} chosen={!account.public} onChoose={() => choose(false)}>
          <Trans>Everybody sees your names and your avatar, and nothing else.</Trans>
        </Option>
      </Options>
    </Section>
  )
}
