/** Header names and values in turn. */
export type HeaderList = readonly string[]

const everywhere = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
}

const twoYears = 63_072_000

function transport(secure: boolean) {
  return secure ? { 'strict-transport-security': `max-age=${twoYears}` } : {}
}

/** For answers that no browser shows as a page. */
export function apiHeaders(secure: boolean): HeaderList {
  return Object.entries({
    ...everywhere,
    ...transport(secure),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  }).flat()
}

/**
 * For pictures that are public by their address. Other sites show them too: those that people sign in to with us, and
 * other clients. Opened by itself such a file is shown and can do nothing.
 */
export function publicFileHeaders(secure: boolean): HeaderList {
  return downloadHeaders(secure, 'inline')
}

/** For files that people sent each other: shown or saved, never run, and by other clients too. */
export function downloadHeaders(secure: boolean, disposition: string): HeaderList {
  return Object.entries({
    ...everywhere,
    ...transport(secure),
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'content-disposition': disposition,
    'referrer-policy': 'no-referrer',
  }).flat()
}

export interface PagePolicy {
  /** `ws:` addresses of our own; some browsers do not count them as `'self'`. */
  readonly sockets: readonly string[]
  /** Names of the Trusted Types policies the page may make. */
  readonly trustedTypes: readonly string[]
}

const unusedFeatures = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]

/** For HTML: everything but the policy, which carries a nonce of its own each time. */
export function pageHeaders(secure: boolean): HeaderList {
  return Object.entries({
    ...everywhere,
    ...transport(secure),
    // Same-origin instead of none: browsers send forms without a referrer from the origin `null`.
    'referrer-policy': 'same-origin',
    'permissions-policy': unusedFeatures.map((feature) => `${feature}=()`).join(', '),
  }).flat()
}

/** The policy of a page whose scripts and styles carry `nonce`. */
export function pagePolicy(policy: PagePolicy, nonce: string): string {
  const types = policy.trustedTypes.length === 0 ? "'none'" : policy.trustedTypes.join(' ')
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${policy.sockets.join(' ')}`.trim(),
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${types}`,
  ].join('; ')
}
