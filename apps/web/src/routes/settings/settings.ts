/* The settings: one file to load, when they are opened. */
export { Privacy } from './Privacy.tsx'
export { Profile } from './Profile.tsx'
export { Settings } from './Settings.tsx'
