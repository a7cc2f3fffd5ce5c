/* The developer portal: one file to load. */
export { ApplicationPage } from './ApplicationPage.tsx'
export { NewApplication } from './NewApplication.tsx'
export { Portal } from './Portal.tsx'
export { PortalHome } from './PortalHome.tsx'
