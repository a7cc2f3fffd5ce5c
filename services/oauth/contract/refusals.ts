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
  too_many_secrets: { status: 409, sentence: 'Two secrets are good already. Delete one first.' },
  unknown_secret: { status: 404, sentence: 'There is no such secret (any more).' },
  last_secret: { status: 409, sentence: 'This is the only secret. Make another one first.' },
  public_client: { status: 409, sentence: 'A public client has no secret.' },
  unknown_interaction: {
    status: 404,
    sentence:
      'This sign-in has expired or was begun in another browser. Go back to the application and start again.',
  },
  unknown_user_code: { status: 404, sentence: 'There is no such code, or it has expired.' },
  unknown_connection: { status: 404, sentence: 'This application is not connected (any more).' },
  application_stopped: { status: 403, sentence: 'This application has been stopped.' },
  only_bots: { status: 403, discord: 20002, sentence: 'Only bots can use this endpoint.' },
})
