/* The page for devices that show a code: one file to load. */
export { Device } from './Device.tsx'
