import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  too_young: { status: 403, sentence: 'You cannot open an account here at the moment.' },
  registration_closed: { status: 403, sentence: 'New accounts cannot be opened here at the moment.' },
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
  invitation_required: {
    status: 403,
    sentence: 'Accounts are opened by invitation here, and this invitation cannot be used (any more).',
  },
  awaiting_approval: {
    status: 403,
    sentence: 'An administrator has not decided yet whether you get an account here.',
  },
  unknown_applicant: { status: 404, sentence: 'Nobody of that kind waits for approval (any more).' },
  unknown_invitation: { status: 404, sentence: 'There is no such invitation (any more).' },
  set_by_operator: {
    status: 409,
    sentence: 'The operator of this instance has set this for good; it cannot be changed here.',
  },
  too_many_accounts: { status: 400, sentence: 'You have as many accounts as one person may have here.' },
  leaving: {
    status: 409,
    sentence: 'You asked to be erased, and that has begun: no other account can be opened.',
  },
  username_changed_lately: {
    status: 409,
    sentence: 'A username can be changed once in 30 days. Try again when they are over.',
  },
  leaked_password: {
    status: 400,
    sentence: 'This password is among the most leaked ones, which are tried first. Choose another one.',
  },
  second_factor_required: { status: 401, sentence: 'Write the code of your second factor too.' },
  code_required: { status: 403, sentence: 'Write the code of your second factor too.' },
  wrong_code: { status: 403, sentence: 'This code is wrong or was used before.' },
  proof_of_work_required: {
    status: 403,
    sentence: 'There were many wrong passwords for this name. Solve the challenge and try again.',
  },
  totp_on: { status: 409, sentence: 'An authenticator app is set up already. Remove it first.' },
  too_many_passkeys: { status: 400, sentence: 'You have as many passkeys as one person may have.' },
  passkey_not_accepted: {
    status: 403,
    sentence: 'This passkey was not accepted. Try again, or use another way to sign in.',
  },
  unknown_passkey: { status: 404, sentence: 'There is no such passkey (any more).' },
  last_way_in: { status: 409, sentence: 'This is the only way into your account. Add another one first.' },
  unknown_recovery_token: {
    status: 400,
    sentence: 'This link has expired or was used before. Ask for a new one.',
  },
  wrong_recovery_code: { status: 403, sentence: 'The username or the recovery code is wrong.' },
  nothing_to_verify: { status: 409, sentence: 'There is no address that waits to be verified.' },
})
