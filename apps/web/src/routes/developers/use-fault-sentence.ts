import { useLingui } from '@lingui/react/macro'
import { impossible } from '../../impossible.ts'
import type { FieldFault } from './application-form.ts'

/** What to write below a field. */
export function useFaultSentence(): (fault: FieldFault | undefined) => string | undefined {
  const { t } = useLingui()
  return (fault) => {
    switch (fault) {
      case undefined:
        return undefined
      case 'missing':
        return t`This is needed.`
      case 'too-short':
        return t`A name has at least two letters.`
      case 'no-address':
        return t`An address starts with https:// (plain http:// is for your own machine alone).`
      case 'fragment':
        return t`An address to send people to has no part behind #.`
      case 'twice':
        return t`This address stands above already.`
      default:
        return impossible(fault)
    }
  }
}
