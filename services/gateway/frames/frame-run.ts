import { writeSequence, type Frame } from './frame.ts'

/** Frames one after the other in one piece of memory, for one write. */
export interface FrameRun {
  readonly frames: readonly Frame[]
  /** Replaced by a copy when a socket keeps these bytes for later. */
  bytes: Buffer
  /** Where each frame's sequence number goes. */
  readonly at: readonly number[]
}

/** Joins frames that have no tails. */
export function joinFrames(frames: readonly Frame[]): FrameRun {
  const at: number[] = []
  let length = 0
  for (const frame of frames) {
    at.push(length + frame.at)
    length += frame.bytes.length
  }
  return {
    frames,
    bytes: Buffer.concat(
      frames.map((frame) => frame.bytes),
      length,
    ),
    at,
  }
}

/** Numbers the frames of a run from `first` on. */
export function numberRun(run: FrameRun, first: number): void {
  let sequence = first
  for (const at of run.at) {
    writeSequence(run.bytes, at, sequence)
    sequence += 1
  }
}
