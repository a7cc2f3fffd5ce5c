import type { RegistrationMode, RegistrationRules } from '@alles/accounts/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { useAttempt } from '../../../client/use-attempt.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Option, Options } from '../../../ui/Options.tsx'
import styles from '../Settings.module.css'
import type { InstanceApi } from './Instance.tsx'

interface RegistrationChoiceProps {
  readonly api: InstanceApi
  readonly rules: RegistrationRules
  readonly onChange: (rules: RegistrationRules) => void
}

/** Who may open an account, and how many faces a person may have. */
export function RegistrationChoice({ api, rules, onChange }: RegistrationChoiceProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const choose = (mode: RegistrationMode) =>
    attempt.run(async () => onChange(await api.editRegistrationRules({ mode })))
  const option = (mode: RegistrationMode) => ({ chosen: rules.mode === mode, onChoose: () => choose(mode) })
  return (
    <>
      {attempt.fault === null ? null : <Notice>{attempt.fault}</Notice>}
      {rules.fixed ? (
        <Notice kind="calm">
          <Trans>The operator of this server has set this for good; it cannot be changed here.</Trans>
        </Notice>
      ) : null}
      <Options label={t`Who may join`} disabled={rules.fixed}>
        <Option name={<Trans>Anybody</Trans>} {...option('open')}>
          <Trans>Whoever comes opens an account and is in.</Trans>
        </Option>
        <Option name={<Trans>Whoever you let in</Trans>} {...option('approval')}>
          <Trans>Anybody may ask and says a few words. You decide below.</Trans>
        </Option>
        <Option name={<Trans>Whoever is invited</Trans>} {...option('invite')}>
          <Trans>An account takes an invitation; you make them below.</Trans>
        </Option>
        <Option name={<Trans>Nobody</Trans>} {...option('closed')}>
          <Trans>No new accounts. Those that exist go on.</Trans>
        </Option>
      </Options>
      <Secondary api={api} rules={rules} onChange={onChange} />
    </>
  )
}

const mostSecondary = 100

function Secondary({ api, rules, onChange }: RegistrationChoiceProps) {
  const { t } = useLingui()
  const attempt = useAttempt()
  const [count, setCount] = useState(String(rules.secondary_accounts))
  const [saved, setSaved] = useState(false)
  const number = Number(count)
  const good = /^\d{1,3}$/.test(count) && number <= mostSecondary

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (!good) return
    attempt.run(async () => {
      onChange(await api.editRegistrationRules({ secondary_accounts: number }))
      setSaved(true)
    })
  }

  return (
    <form className={styles.fields} noValidate onSubmit={submit}>
      <Field
        label={t`Secondary accounts`}
        hint={<Trans>How many a person may have beside the first. Whoever has more keeps them.</Trans>}
        value={count}
        onChange={(next) => {
          setCount(next)
          setSaved(false)
        }}
        fault={good ? (attempt.fault ?? undefined) : t`Write a number from 0 to 100.`}
        inputMode="numeric"
        autoComplete="off"
      />
      <div className={styles.buttons}>
        <Button
          type="submit"
          look="primary"
          pending={attempt.busy}
          disabled={!good || number === rules.secondary_accounts}
        >
          <Trans>Save</Trans>
        </Button>
        <span role="status" className={styles.here}>
          {saved ? <Trans>Saved.</Trans> : null}
        </span>
      </div>
    </form>
  )
}
