import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  invalid_address: { status: 400, sentence: 'This is not an e-mail address that mail can be sent to.' },
  unknown_contact: { status: 404, sentence: 'There is no such contact.' },
  unknown_mail_token: {
    status: 400,
    sentence: 'This link has expired or was used before. Ask for a new one.',
  },
})
