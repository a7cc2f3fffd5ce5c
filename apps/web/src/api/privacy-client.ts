import { createRequest, downloadExport, listRequests, withdrawRequest } from '@alles/privacy/contract'
import { httpClient, wireRequest, type Transport } from '@alles/platform/contract'

/** The privacy calls, apart from the others: only the settings load them. */
export function createPrivacyApi(transport: Transport) {
  return {
    ...httpClient({ createRequest, listRequests, withdrawRequest }, transport),
    /** The answer is a file and not JSON. */
    download: (id: string) => transport(wireRequest(downloadExport, { id })),
  }
}
