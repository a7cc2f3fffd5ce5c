/**
 * The NATS subject of one event on one topic: `PREFIX.chat.dispatch.guild.123`. What a token may not hold is written in
 * base64 behind a `=`, so that a topic can neither reach into another one nor become a wildcard.
 */
export function subjectOf(prefix: string, eventName: string, topic: string): string {
  return `${prefix}.${eventName}.${topic.split(':').map(token).join('.')}`
}

function token(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `=${Buffer.from(text).toString('base64url')}`
}
