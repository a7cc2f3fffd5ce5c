/* What anybody may see of an account: one file to load. */
export { PublicProfile } from './PublicProfile.tsx'
