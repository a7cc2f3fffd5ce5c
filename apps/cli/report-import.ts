import { importAccounts, isFine, sentenceOfLine } from './import-accounts.ts'

export interface ImportWish {
  readonly file: string
  readonly dryRun: boolean
  /** One JSON document instead of a line for each line. */
  readonly json: boolean
}

/** Imports and writes line by line what became of each; true only if every line is fine. */
export async function reportImport(wish: ImportWish, write: (text: string) => void): Promise<boolean> {
  const { file, dryRun, json } = wish
  const counts = { made: 0, exists: 0, failed: 0 }
  if (json) write('{"lines":[')
  for await (const report of importAccounts(file, dryRun)) {
    const isFirst = counts.made + counts.exists + counts.failed === 0
    const { outcome } = report
    counts[isFine(outcome) ? (outcome as 'made' | 'exists') : 'failed'] += 1
    write(json ? `${isFirst ? '' : ','}${JSON.stringify(report)}` : `${sentenceOfLine(report, dryRun)}\n`)
  }
  const summary = { ...counts, dryRun }
  if (json) write(`],${JSON.stringify(summary).slice(1)}\n`)
  else
    write(
      `${counts.made} ${dryRun ? 'would be made' : 'made'}, ${counts.exists} there already, ${counts.failed} passed over.\n`,
    )
  return counts.failed === 0
}
