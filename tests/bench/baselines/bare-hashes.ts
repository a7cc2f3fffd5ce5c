import { verify, hash } from '@node-rs/argon2'
import { callers } from '../load/measure.ts'

/** Verifies one password over and over; prints how often a second. */
const [running = '1', seconds = '5'] = process.argv.slice(2)
const password = Buffer.from('correct horse battery staple')
const hashed = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
const { perSecond } = await callers(Number(running), Number(seconds), async () => {
  await verify(hashed, password)
})
console.log(perSecond)
