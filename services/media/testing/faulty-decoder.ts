/* Stands for a decoder that files do things to: a file says what, behind the eight bytes that a PNG begins with. */
import process from 'node:process'
import type { Order } from '../decoding/works.ts'

process.on('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  const wish = Buffer.from(order.bytes).toString('latin1', 8)
  if (wish === 'hang') for (;;);
  if (wish === 'crash') process.abort()
  if (wish === 'fail') process.send?.({ failed: true })
  else
    process.send?.({
      result: { width: process.pid, height: Object.keys(process.env).length, bytes: order.bytes },
    })
})
process.send?.({ ready: true })
