import {
  confirmPassword,
  createAccount,
  editAccount,
  endSession,
  getChallenge,
  getSession,
  listMyAccounts,
  listSessions,
  signIn,
  signOut,
  switchAccount,
} from '@alles/accounts/contract'
import {
  acceptInvite,
  createChannel,
  createGuild,
  createInvite,
  deleteMessage,
  editMessage,
  getInvite,
  leaveGuild,
  listMembers,
  listMessages,
  sendMessage,
  startTyping,
} from '@alles/chat/contract'
import { httpClient, type Transport } from '@alles/platform/contract'

const accountCalls = {
  confirmPassword,
  createAccount,
  editAccount,
  endSession,
  getChallenge,
  getSession,
  listMyAccounts,
  listSessions,
  signIn,
  signOut,
  switchAccount,
}

const chatCalls = {
  acceptInvite,
  createChannel,
  createGuild,
  createInvite,
  deleteMessage,
  editMessage,
  getInvite,
  leaveGuild,
  listMembers,
  listMessages,
  sendMessage,
  startTyping,
}

/** Everything the browser asks of the server, as typed functions; each throws `Refusal` or `Unreachable`. */
export function createApi(transport: Transport) {
  return {
    accounts: httpClient(accountCalls, transport),
    chat: httpClient(chatCalls, transport),
    transport,
  }
}
export type Api = ReturnType<typeof createApi>
