import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  too_young: { status: 403, sentence: 'You cannot open an account here at the moment.' },
  registration_closed: { status: 403, sentence: 'New accounts cannot be opened here at the moment.' },
  email_not_available: {
    status: 400,
    sentence: 'This instance does not keep e-mail addresses yet. Leave the address out.',
  },
  bad_captcha: {
    status: 400,
    sentence: 'The check that you are not a robot has expired or was used before. Try again.',
  },
  invalid_username: {
    status: 400,
    sentence: 'A username has 2 to 32 of the letters a to z, digits, full stops and underscores.',
  },
  reserved_username: { status: 400, sentence: 'This username is reserved. Choose another one.' },
  username_taken: {
    status: 409,
    sentence: 'This username, or one that looks like it, is taken. Choose another one.',
  },
  invalid_password: { status: 400, sentence: 'A password has 8 to 256 characters and is not the username.' },
  wrong_credentials: { status: 401, sentence: 'The username or the password is wrong.' },
  wrong_password: { status: 403, sentence: 'The password is wrong.' },
  account_suspended: {
    status: 403,
    sentence: 'This account is suspended. Ask the operator of this instance.',
  },
  too_busy: { status: 503, sentence: 'Too many people are signing in right now. Try again in a moment.' },
  unknown_session: { status: 404, sentence: 'You are not signed in there (any more).' },
  not_a_person: { status: 400, sentence: 'This account is a bot; only a person can be treated like this.' },
  no_such_account: { status: 404, sentence: 'There is no such account.' },
})
