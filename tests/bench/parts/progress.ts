const width = 40

/** Draws a bar on standard error as work goes on; on a terminal over itself, elsewhere a line each tenth. */
export function progress(name: string, total: number): (done: number) => void {
  const { stderr } = process
  let drawn = -1
  return (done) => {
    const share = total === 0 ? 1 : done / total
    const step = Math.floor(share * (stderr.isTTY ? 200 : 10))
    if (step === drawn) return
    drawn = step
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░')
    const end = stderr.isTTY && done < total ? '' : '\n'
    stderr.write(`${stderr.isTTY ? '\r' : ''}${name} ${bar} ${Math.floor(share * 100)} %${end}`)
  }
}
