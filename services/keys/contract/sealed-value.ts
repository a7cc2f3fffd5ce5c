/** Where the id of the key stands in a sealed value: behind the version, as a big-endian number of 64 bits. */
export const keyIdAt = 1

/** The id of the key that a sealed value was sealed with. The value must have come from `seal`. */
export function sealedWith(sealed: Uint8Array): string {
  return new DataView(sealed.buffer, sealed.byteOffset).getBigUint64(keyIdAt).toString()
}
