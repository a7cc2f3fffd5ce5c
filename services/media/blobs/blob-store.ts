export interface StoredBlob {
  readonly name: string
  /** When it was written, milliseconds since 1970. */
  readonly writtenAt: number
}

/** Where what is too big for a database lies: sealed bytes under random names. */
export interface BlobStore {
  /** Lasts when it answers; half a blob is never seen under its name. */
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Null where there is none. */
  read(name: string): Promise<Uint8Array | null>
  /** Those that are not there are passed over. */
  remove(names: readonly string[]): Promise<void>
  /** Everything of ours, what was left over by interrupted writes included; in no order. */
  list(): AsyncIterable<StoredBlob>
}

/** 128 random bits in hex, then what it is. It cannot lead out of a folder, and needs no escaping in an address. */
const nameForm = /^[0-9a-f]{32}\.[a-z0-9-]+(\.[a-z0-9]+)?$/

export function isBlobName(name: string): boolean {
  return nameForm.test(name)
}

/** Throws for what is not a blob's name: names are never made of what comes from outside. */
export function checkedName(name: string): string {
  if (!isBlobName(name)) throw new Error('this is not the name of a blob')
  return name
}
