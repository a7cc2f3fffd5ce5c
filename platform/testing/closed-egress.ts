import { EgressFault, type Egress } from '../egress/index.ts'

/** A way out that leads nowhere, for services under test that are not to reach anything. */
export const closedEgress: Egress = {
  fetch: ({ destination }) => Promise.reject(new EgressFault(destination, 'unreachable')),
}
