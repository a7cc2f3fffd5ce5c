import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  unknown_application: { status: 404, discord: 10002, sentence: 'This application does not exist.' },
  invalid_address: {
    status: 400,
    sentence: 'An address must start with https:// (plain http is for this machine alone).',
  },
  too_many_applications: { status: 400, sentence: 'You have as many applications as one account may have.' },
  no_bot: { status: 400, discord: 50010, sentence: 'This application has no bot yet.' },
  invalid_scope: {
    status: 400,
    discord: 50035,
    sentence: 'An application can only be added with the scope bot.',
  },
  only_bots: { status: 403, discord: 20002, sentence: 'Only bots can use this endpoint.' },
})
