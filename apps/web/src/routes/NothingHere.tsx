import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Door } from '../ui/Door.tsx'

export function NothingHere() {
  return (
    <Door title={<Trans>Nothing here</Trans>}>
      <p>
        <Trans>There is no page at this address. It may have moved, or the link is not complete.</Trans>
      </p>
      <p>
        <Link to="/channels/@me">
          <Trans>Back to your servers</Trans>
        </Link>
      </p>
    </Door>
  )
}
