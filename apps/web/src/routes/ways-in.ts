/* The pages that links of mails lead to, and the ways back in: one file to load. */
export { Recover } from './Recover.tsx'
export { VerifyEmail } from './VerifyEmail.tsx'
