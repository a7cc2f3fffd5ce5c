import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useClient } from '../../client/client-context.ts'
import { findLanguage, languageNames, speak, type Language as Spoken } from '../../language/language.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Section } from './Section.tsx'

/** Which language this browser shows. */
export function Language() {
  const { t } = useLingui()
  const client = useClient()
  const [language, setLanguage] = useState(() =>
    findLanguage(client.memory.choice('language'), navigator.languages),
  )
  const options = Object.entries(languageNames).map(([value, name]) => ({ value: value as Spoken, name }))
  return (
    <Section
      title={<Trans>Language</Trans>}
      lead={<Trans>For this browser alone, whoever is signed in. Light and dark follow your system.</Trans>}
    >
      <Choice
        label={t`Language of this browser`}
        value={language}
        options={options}
        onChange={(chosen) => {
          setLanguage(chosen)
          client.memory.keepChoice('language', chosen)
          void speak(chosen)
        }}
      />
    </Section>
  )
}
