/** An emoji as a path names it. */
export interface EmojiName {
  /** Null for those of Unicode. */
  readonly id: string | null
  /** The emoji itself where it is of Unicode. */
  readonly name: string
  /** The same for every way of writing it. */
  readonly key: string
}

const ofServer = /^(?:a:)?\w{1,32}:([1-9]\d{0,18})$/
const ofUnicode = /^\p{RGI_Emoji}$/v
/** Says that what is before it is shown as a picture. Many leave it out. */
const asPicture = '\uFE0F'

/** `name:id`, or an emoji of Unicode; null for anything else. */
export function emojiNamed(text: string): EmojiName | null {
  const id = ofServer.exec(text)?.[1]
  if (id !== undefined)
    return BigInt(id) < 2n ** 63n ? { id, name: text.split(':').at(-2) ?? '', key: id } : null
  const name = [text, text + asPicture, text.replace(/^./u, `$&${asPicture}`)].find((one) =>
    ofUnicode.test(one),
  )
  return name === undefined ? null : { id: null, name, key: name.replaceAll(asPicture, '') }
}
