import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'

export function BackToLogin() {
  return (
    <Link to="/login">
      <Trans>Back to signing in</Trans>
    </Link>
  )
}
