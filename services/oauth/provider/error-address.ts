/** Our page for what cannot be told to the application itself. It gets a code from a fixed alphabet and no sentence. */
export function errorAddress(error: string): string {
  return `/sign-in-with/error?error=${/^[a-z_]{1,60}$/.test(error) ? error : 'server_error'}`
}
