/*
 * A process that reads pictures of unknown origin, so that what a file can do to a decoder it does here: no secrets, no
 * environment, no database, and it may be killed at any moment.
 */
import { setPriority } from 'node:os'
import process from 'node:process'
import sharp from 'sharp'
import { cleanFile } from './clean-file.ts'
import { convertPicture } from './convert-picture.ts'
import { drawPreview } from './draw-preview.ts'
import { drawToken } from './draw-token.ts'
import { makeVariants } from './make-variants.ts'
import { readPicture, UnreadablePicture } from './read-picture.ts'
import type { Order, Word, WorkName, Works } from './works.ts'

/** Answers come before pictures where both want the processor. */
const niceness = 10

function prepare(): void {
  setPriority(niceness)
  sharp.concurrency(1)
  sharp.cache(false)
  // What is not named cannot be loaded, whatever a file pretends to be.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadHeifBuffer',
    ],
  })
}

function say(word: Word): void {
  process.send?.(word)
}

function carryOut(order: Order): Promise<Works[WorkName]['result']> {
  if (order.work === 'read') return readPicture(order.bytes)
  if (order.work === 'clean') return cleanFile(order.bytes)
  if (order.work === 'preview') return drawPreview(order.bytes)
  if (order.work === 'draw') return drawToken(order.bytes, order.side)
  if (order.work === 'make') return makeVariants(order.bytes, order.use)
  return convertPicture(order.bytes, order.format)
}

async function obey(order: Order): Promise<void> {
  try {
    say({ result: await carryOut(order) })
  } catch (error) {
    say(error instanceof UnreadablePicture ? { unreadable: error.reason } : { failed: true })
  }
}

prepare()
process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit(0))
say({ ready: true })
