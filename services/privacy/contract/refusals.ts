import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  request_kind_not_available: {
    status: 400,
    sentence: 'This kind of request cannot be made here yet. Ask the operator of this instance.',
  },
  erasure_already_requested: {
    status: 409,
    sentence: 'Erasure has been requested already. Withdraw that request to make another one.',
  },
  name_successor_first: {
    status: 409,
    sentence:
      'This is your primary account and you have others. Make another one the primary one first, or erase them all.',
  },
  unknown_request: { status: 404, sentence: 'There is no such request.' },
  request_not_ready: { status: 409, sentence: 'This request has nothing to download (yet).' },
  request_closed: { status: 409, sentence: 'This request has been carried out or closed already.' },
  no_such_account: { status: 404, sentence: 'There is no such account.' },
})
