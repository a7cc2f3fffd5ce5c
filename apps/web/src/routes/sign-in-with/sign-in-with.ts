/* The pages an application sends people to: one file to load. */
export { ProviderError } from './ProviderError.tsx'
export { SignInWith } from './SignInWith.tsx'
