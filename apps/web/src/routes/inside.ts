/* The pages of whoever is signed in: one file to load. */
export { GuildPlace } from '../places/GuildPlace.tsx'
export { Frame } from '../places/frame/Frame.tsx'
export { Home } from '../places/Home.tsx'
