import type { Connection } from '../connections/connection.ts'
import { controlFrames } from '../frames/control-frames.ts'

/** Invalid Session: the client may identify anew, on the same connection too. */
export function turnAway(connection: Connection): void {
  connection.await()
  connection.write(controlFrames.invalidSession)
}
