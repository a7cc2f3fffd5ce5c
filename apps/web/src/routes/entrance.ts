/* The pages in front of the door: one file to load. */
export { Invite } from './Invite.tsx'
export { Login } from './Login.tsx'
export { Register } from './Register.tsx'
