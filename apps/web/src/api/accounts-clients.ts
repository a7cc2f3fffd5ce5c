import {
  addPasskey,
  approveApplicant,
  askForVerification,
  changeUsername,
  checkInvitation,
  confirmTotp,
  confirmWithPasskey,
  createInvitation,
  createSecondary,
  deleteInvitation,
  editRegistrationRules,
  endOtherSessions,
  finishRecovery,
  getMyContact,
  getProfile,
  getRegistrationRules,
  getSecurity,
  listApplicants,
  listInvitations,
  makePrimary,
  recoverWithCode,
  refuseApplicant,
  removeMyContact,
  removePassword,
  removePasskey,
  removeTotp,
  renamePasskey,
  renewRecoveryCodes,
  resendVerification,
  secureAccount,
  setMyContact,
  setPassword,
  signInWithPasskey,
  startPasskey,
  startPasskeyConfirmation,
  startPasskeySignIn,
  startRecovery,
  startTotp,
  verifyContact,
} from '@alles/accounts/contract'
import { httpClient, type Transport } from '@alles/platform/contract'

/*
 * Calls that only some pages make, by page: they are loaded with those.
 */

/** In front of the door: who may come in, and the ways back in. */
export function createEntranceApi(transport: Transport) {
  return httpClient(
    {
      askForVerification,
      checkInvitation,
      finishRecovery,
      getRegistrationRules,
      recoverWithCode,
      signInWithPasskey,
      startPasskeySignIn,
      startRecovery,
      verifyContact,
    },
    transport,
  )
}
export type EntranceApi = ReturnType<typeof createEntranceApi>

/** How a person proves who they are, and how they are reached. */
export function createSecurityApi(transport: Transport) {
  return httpClient(
    {
      addPasskey,
      confirmTotp,
      confirmWithPasskey,
      endOtherSessions,
      getMyContact,
      getSecurity,
      removeMyContact,
      removePassword,
      removePasskey,
      removeTotp,
      renamePasskey,
      renewRecoveryCodes,
      resendVerification,
      secureAccount,
      setMyContact,
      setPassword,
      startPasskey,
      startPasskeyConfirmation,
      startTotp,
    },
    transport,
  )
}
export type SecurityApi = ReturnType<typeof createSecurityApi>

/** A person's faces, and what anybody may see of one. */
export function createFacesApi(transport: Transport) {
  return httpClient({ changeUsername, createSecondary, getProfile, makePrimary }, transport)
}

/** What administrators decide about this instance. */
export function createInstanceApi(transport: Transport) {
  return httpClient(
    {
      approveApplicant,
      createInvitation,
      deleteInvitation,
      editRegistrationRules,
      getRegistrationRules,
      listApplicants,
      listInvitations,
      refuseApplicant,
    },
    transport,
  )
}
