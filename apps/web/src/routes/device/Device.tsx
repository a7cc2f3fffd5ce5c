import type { Interaction } from '@alles/oauth/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Smartphone } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { createApplicationsApi } from '../../api/applications-client.ts'
import { useClient } from '../../client/client-context.ts'
import { useAttempt } from '../../client/use-attempt.ts'
import { impossible } from '../../impossible.ts'
import { Button } from '../../ui/Button.tsx'
import { Door } from '../../ui/Door.tsx'
import { Field } from '../../ui/Field.tsx'
import { applicationFault, faultCode } from '../sign-in-with/application-fault.ts'
import { ApplicationLogo } from '../sign-in-with/ApplicationLogo.tsx'
import { AskingApplication } from '../sign-in-with/AskingApplication.tsx'
import { Decision } from '../sign-in-with/Decision.tsx'
import { usePageTitle } from '../use-page-title.ts'
import styles from './Device.module.css'
import { dropKeptCode, keptCode } from './kept-code.ts'
import { codeShape, formatUserCode, isWholeCode } from './user-code.ts'

type Asked = Omit<Interaction, 'uid'>

type Step =
  | { readonly kind: 'enter'; readonly fault: string | null }
  | { readonly kind: 'decide'; readonly code: string; readonly asked: Asked }
  | { readonly kind: 'allowed' | 'denied'; readonly name: string }

/** Lets a device in that shows a code: the code, then as whom and with what. */
export function Device() {
  const { t } = useLingui()
  const client = useClient()
  const [api] = useState(() => createApplicationsApi(client.api.transport))
  const [step, setStep] = useState<Step>({ kind: 'enter', fault: null })
  usePageTitle(t`Connect a device`)
  switch (step.kind) {
    case 'enter':
      return (
        <EnterCode
          api={api}
          fault={step.fault}
          onFound={(code, asked) => setStep({ kind: 'decide', code, asked })}
        />
      )
    case 'decide':
      return <Decide api={api} code={step.code} asked={step.asked} onStep={setStep} />
    case 'allowed':
    case 'denied':
      return <Decided kind={step.kind} name={step.name} />
    default:
      return impossible(step)
  }
}

type Api = ReturnType<typeof createApplicationsApi>

interface EnterCodeProps {
  readonly api: Api
  readonly fault: string | null
  readonly onFound: (code: string, asked: Asked) => void
}

function EnterCode({ api, fault, onFound }: EnterCodeProps) {
  const { t } = useLingui()
  const attempt = useAttempt(applicationFault)
  const [code, setCode] = useState(keptCode)
  const [tried, setTried] = useState(false)
  const missing = tried && !isWholeCode(code) ? t`A code has eight letters, like WDJB-MJHT.` : undefined

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (!isWholeCode(code)) return
    attempt.run(async () => onFound(code, (await api.getDeviceRequest({ user_code: code })).interaction))
  }

  return (
    <Door
      title={<Trans>Connect a device</Trans>}
      lead={<Trans>Write the code that your television, console or program shows you.</Trans>}
    >
      <form className={styles.form} noValidate onSubmit={submit}>
        <div className={styles.code}>
          <Field
            label={t`Code`}
            value={code}
            onChange={(typed) => {
              setCode(formatUserCode(typed))
              setTried(false)
            }}
            fault={missing ?? attempt.fault ?? fault ?? undefined}
            autoComplete="off"
            spellCheck="false"
            placeholder={codeShape}
            autoFocus
          />
        </div>
        <OnlyYourOwn />
        <Button type="submit" look="primary" wide pending={attempt.busy}>
          <Trans>Go on</Trans>
        </Button>
      </form>
    </Door>
  )
}

/** Whoever is told a code by somebody else lets them in as themselves (RFC 8628, 5.4). */
function OnlyYourOwn() {
  return (
    <p className={styles.warning}>
      <Smartphone size={18} aria-hidden="true" />
      <span>
        <Trans>
          Go on only if <b>you started this yourself</b>, just now, on a device in front of you that shows
          this very code. Nobody who writes or calls you needs it; whoever sent you one wants to act as you.
        </Trans>
      </span>
    </p>
  )
}

interface DecideProps {
  readonly api: Api
  readonly code: string
  readonly asked: Asked
  readonly onStep: (step: Step) => void
}

function Decide({ api, code, asked, onStep }: DecideProps) {
  const { i18n } = useLingui()
  const { name } = asked.application

  async function decide(allow: boolean, account: string, scopes: Asked['scopes']): Promise<void> {
    try {
      await api.decideDeviceRequest({ user_code: code, allow, account, scopes })
      dropKeptCode()
      onStep({ kind: allow ? 'allowed' : 'denied', name })
    } catch (error) {
      if (faultCode(error) !== 'unknown_user_code') throw error
      dropKeptCode()
      onStep({ kind: 'enter', fault: applicationFault(i18n, error) })
    }
  }

  return (
    <Door
      wide
      arrived
      picture={<ApplicationLogo application={asked.application} />}
      title={<Trans>Connect {name} on a device</Trans>}
      lead={
        <Trans>
          The device shows <b className={styles.shown}>{code}</b>.
        </Trans>
      }
    >
      <AskingApplication application={asked.application} />
      <OnlyYourOwn />
      <Decision
        asked={asked}
        decided={false}
        onAllow={(account, scopes) => decide(true, account, scopes)}
        onDeny={(account) => decide(false, account ?? asked.accounts[0]?.id ?? '', [])}
      />
    </Door>
  )
}

function Decided({ kind, name }: { readonly kind: 'allowed' | 'denied'; readonly name: string }) {
  const allowed = kind === 'allowed'
  return (
    <Door arrived title={allowed ? <Trans>The device is connected</Trans> : <Trans>Not allowed</Trans>}>
      <p role="status">
        {allowed ? (
          <Trans>
            Go back to it: {name} goes on there by itself in a moment. You find it under Connected
            applications in your settings, and can take it back there.
          </Trans>
        ) : (
          <Trans>
            {name} got nothing, and the code is of no use to anybody any more. You can close this page.
          </Trans>
        )}
      </p>
    </Door>
  )
}
