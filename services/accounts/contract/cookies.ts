/** The cookie that holds the session token. Browsers keep `__Host-` cookies to this host, over HTTPS alone. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-session' : 'session'
}

/** The cookie by which a browser that was refused for age stays refused for a day. */
export function ageGateCookieName(secure: boolean): string {
  return secure ? '__Host-age-gate' : 'age-gate'
}
