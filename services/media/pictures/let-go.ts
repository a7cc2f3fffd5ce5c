import { mediaTopic, picturesDropped } from '../contract/index.ts'
import type { Media } from '../media.ts'

/** Takes deleted pictures out of memory, here and in every other process. */
export function letGo({ cache, bus }: Media, hashes: string[]): void {
  cache.letGo(hashes)
  bus.publish(mediaTopic, picturesDropped, { hashes })
}
