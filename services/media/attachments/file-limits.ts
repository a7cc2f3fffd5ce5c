/** How large files may be, and how many bytes of an account may wait to be used. */
export interface FileLimits {
  readonly fileBytes: number
  readonly waitingBytes: number
}

const megabyte = 1024 * 1024
export const usualLimits: FileLimits = { fileBytes: 25 * megabyte, waitingBytes: 250 * megabyte }

/** Whoever is offered room sends within the hour and names the file in a message. */
export const keptForMs = 60 * 60_000

/** From a decoder's point of view: larger pictures are never in memory whole. */
export const mostPictureBytes = 32 * megabyte
